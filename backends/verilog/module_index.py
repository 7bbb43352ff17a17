"""Where in a project each module is defined and used, each header lies and is included, found without ever blocking an edit.

The first question after start may wait for a bounded synchronous scan (enough for several hundred files); what is left is
read by a background thread that yields between files. Answers come from what is known so far and are checked against
the disk, so a stale entry never reaches a tool.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import lru_cache

from backends.verilog.source_reader import READER
from backends.verilog.source_scan import scan_text

SUFFIXES = (".v", ".sv", ".vh", ".svh", ".vlib", ".h", ".inc")
SOURCE_SUFFIXES = (".v", ".sv", ".vlib")
SKIPPED_DIRECTORIES = frozenset(
    {"node_modules", "__pycache__", "obj_dir", "sim_build", "build", "site-packages", "venv", "xsim.dir", "work.lib"}
)
MAX_FILES = 20_000
MAX_DIRECTORIES = 5_000
FIRST_SCAN_SECONDS = 0.12
RESCAN_SECONDS = 2.0


class ModuleIndex:
    """The index of one set of files. Thread-safe; every method returns at once except ``wait`` and ``build``.

    ``walk`` gives (path, modification time in ns) of every file, afresh at each scan.
    """

    def __init__(self, walk: Callable[[], Iterator[tuple[str, int]]]) -> None:
        self._files = walk
        self._lock = threading.Lock()
        self._facts: dict[str, tuple[int, tuple[str, ...], tuple[str, ...], frozenset[str]]] = {}
        self._units: dict[str, dict[str, None]] = {}
        self._basenames: dict[str, dict[str, None]] = {}
        self._included_names: dict[str, dict[str, None]] = {}
        self._references: dict[str, dict[str, None]] = {}
        self._complete = threading.Event()
        self._worker: threading.Thread | None = None
        self._walk: Iterator[tuple[str, int]] | None = None
        self._finished_at = 0.0
        self._passed: set[str] = set()

    @property
    def complete(self) -> bool:
        return self._complete.is_set()

    def wait(self, seconds: float) -> bool:
        """Start scanning and wait at most ``seconds`` for the end; True when all is known."""
        self.start()
        return self._complete.wait(seconds)

    def build(self, seconds: float = FIRST_SCAN_SECONDS) -> bool:
        """Scan in this thread for at most ``seconds``; the background thread does the rest."""
        if not self._complete.is_set():
            deadline = time.monotonic() + seconds
            while not self._step():
                if time.monotonic() > deadline:
                    self.start()
                    return False
        elif time.monotonic() - self._finished_at > RESCAN_SECONDS:
            self.start()
        return True

    def start(self) -> None:
        """Scan, or look again for what changed, in the background."""
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                return
            if self._complete.is_set() and time.monotonic() - self._finished_at < RESCAN_SECONDS:
                return
            self._worker = threading.Thread(target=self._run, name="verilog-module-index", daemon=True)
            self._worker.start()

    def files_defining(self, unit: str) -> tuple[str, ...]:
        """Paths of files that define a module, interface, package, program or primitive of this name."""
        with self._lock:
            paths = tuple(self._units.get(unit, ()))
        return tuple(p for p in paths if self._current(p, unit))

    def files_named(self, basename: str) -> tuple[str, ...]:
        with self._lock:
            paths = tuple(self._basenames.get(basename, ()))
        return tuple(p for p in paths if os.path.isfile(p))

    def files_including(self, basename: str) -> tuple[str, ...]:
        """Files with an ```include`` whose last path component is ``basename``."""
        with self._lock:
            return tuple(self._included_names.get(basename, ()))

    def files_referring_to(self, unit: str) -> tuple[str, ...]:
        """Files that may instantiate, import or otherwise name ``unit``."""
        with self._lock:
            return tuple(self._references.get(unit, ()))

    def refresh(self, path: str) -> None:
        """Read one file again now (a watcher reported it, or the editor saved it)."""
        try:
            stamp = os.stat(path).st_mtime_ns
        except OSError:
            with self._lock:
                self._forget(path)
            return
        self._read(path, stamp)

    def _current(self, path: str, unit: str) -> bool:
        try:
            stamp = os.stat(path).st_mtime_ns
        except OSError:
            return False
        known = self._facts.get(path)
        if known is None or known[0] != stamp:
            self._read(path, stamp)
            known = self._facts.get(path)
        return known is not None and unit in known[1]

    def _run(self) -> None:
        while True:
            began = time.monotonic()
            if self._step():
                return
            # Half of the time belongs to the threads that answer the editor.
            time.sleep(min(0.01, time.monotonic() - began))

    def _step(self) -> bool:
        """Look at one file. True at the end of the walk."""
        with self._lock:
            if self._walk is None:
                self._walk = self._files()
                self._passed = set()
            found = next(self._walk, None)
            if found is None:
                for gone in [p for p in self._facts if p not in self._passed]:
                    self._forget(gone)
                self._walk = None
                self._finished_at = time.monotonic()
                self._complete.set()
                return True
            self._passed.add(found[0])
            known = self._facts.get(found[0])
        if known is None or known[0] != found[1]:
            self._read(*found)
        return False

    def _read(self, path: str, stamp: int) -> None:
        text = READER.read(path, keep=False)
        facts = scan_text(text) if text is not None else None
        units = facts.units if facts else ()
        includes = tuple(os.path.basename(i.name) for i in facts.includes) if facts else ()
        references = facts.references.difference(units) if facts else frozenset()
        with self._lock:
            self._forget(path)
            self._facts[path] = (stamp, units, includes, references)
            self._basenames.setdefault(os.path.basename(path), {})[path] = None
            for unit in units:
                self._units.setdefault(unit, {})[path] = None
            for name in includes:
                self._included_names.setdefault(name, {})[path] = None
            for name in references:
                self._references.setdefault(name, {})[path] = None

    def _forget(self, path: str) -> None:
        known = self._facts.pop(path, None)
        if known is None:
            return
        self._basenames.get(os.path.basename(path), {}).pop(path, None)
        for unit in known[1]:
            self._units.get(unit, {}).pop(path, None)
        for name in known[2]:
            self._included_names.get(name, {}).pop(path, None)
        for name in known[3]:
            self._references.get(name, {}).pop(path, None)


def _source_files(root: str) -> Iterator[tuple[str, int]]:
    """(path, modification time) of Verilog files under ``root``, nearest first, bounded."""
    files = directories = 0
    level = [root]
    while level:
        below: list[str] = []
        for directory in level:
            directories += 1
            if directories > MAX_DIRECTORIES:
                return
            try:
                entries = sorted(os.scandir(directory), key=lambda e: e.name)
            except OSError:
                continue
            for entry in entries:
                try:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in SKIPPED_DIRECTORIES and not entry.name.startswith("."):
                            below.append(entry.path)
                    elif entry.name.lower().endswith(SUFFIXES) and entry.is_file():
                        files += 1
                        if files > MAX_FILES:
                            return
                        yield entry.path, entry.stat().st_mtime_ns
                except OSError:
                    continue
        level = below


def _listed_files(paths: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for path in paths:
        try:
            yield path, os.stat(path).st_mtime_ns
        except OSError:
            continue


@lru_cache(maxsize=16)
def index_for(root: str) -> ModuleIndex:
    """The process-wide index of the Verilog files under a project root."""
    return ModuleIndex(lambda: _source_files(root))


@lru_cache(maxsize=16)
def index_of_files(paths: tuple[str, ...]) -> ModuleIndex:
    """The process-wide index of the files a file list names."""
    return ModuleIndex(lambda: _listed_files(paths))
