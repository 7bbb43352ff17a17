"""Outcomes on disk, addressed by the content of (environment, code, tool, version)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
import uuid
from dataclasses import replace
from functools import cache
from pathlib import Path

from backends.data_files import data_digest
from backends.environment import Domain, Environment
from backends.installed_packages import installed_packages
from backends.outcome import Label, Outcome, Provenance
from backends.python_project import interpreter_of

_DAY = 86400.0
_TRIM_TO = 0.8
_RUN_BY_PYTHON = frozenset({Domain.TRITON, Domain.CADQUERY})
_NOT_STORED = frozenset({Label.TIMEOUT, Label.UNAVAILABLE})


def cache_directory() -> Path:
    """``$HARDSIGHT_CACHE_DIR``, else ``$XDG_CACHE_HOME/hardsight``, else ``~/.cache/hardsight``."""
    if named := os.environ.get("HARDSIGHT_CACHE_DIR"):
        return Path(named)
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "hardsight"
    try:
        return Path.home() / ".cache" / "hardsight"
    except RuntimeError:  # a user without a home directory
        return Path(tempfile.gettempdir()) / f"hardsight-{os.getuid()}"


class OutcomeCache:
    """A directory of JSON outcomes and their artifacts. Safe for several processes; never grows past ``max_bytes``.

    Each entry is a directory that appears by one rename and disappears by one, so no reader sees half of it.
    An entry that cannot be read is a miss.
    """

    def __init__(self, root: Path, max_bytes: int = 512 << 20) -> None:
        self.root = root
        self.max_bytes = max_bytes
        self._written = max_bytes  # makes the first put measure what is there already

    def key(self, tool: str, version: str, code: str, environment: Environment) -> str:
        """SHA-256 in hexadecimal. The project's place counts, since diagnostics and logs hold absolute paths.

        For a Python script so do the packages of the interpreter that runs it, and the data files that it may read.
        """
        parts: tuple[str, ...] = (tool, version, backends_digest(), environment.root, environment.digest(), code)
        if environment.domain in _RUN_BY_PYTHON:
            packages = installed_packages(interpreter_of(environment))
            parts += (data_digest(code, environment), "\n".join(packages))
        digest = hashlib.sha256()
        for part in parts:
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(8, "little") + raw)
        return digest.hexdigest()

    def get(self, key: str) -> Outcome | None:
        entry = self._entry(key)
        try:
            outcome = Outcome.from_json(json.loads((entry / "outcome.json").read_text("utf-8")))
            artifacts = {name: str(entry / name) for name in outcome.artifacts}
            if not all(Path(path).is_file() for path in artifacts.values()):
                return None
            os.utime(entry)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return replace(outcome, artifacts=artifacts)

    def put(self, key: str, outcome: Outcome) -> Outcome:
        """Store it, moving its artifacts into the cache; returns the outcome with their new paths.

        ``TIMEOUT``, ``UNAVAILABLE`` and predictions are not stored. A cache that cannot be written (disk full, no
        permission) leaves the outcome as it is.
        """
        if outcome.label in _NOT_STORED or outcome.provenance is not Provenance.REAL:
            return outcome
        entry = self._entry(key)
        new = self.root / "new" / uuid.uuid4().hex
        try:
            new.mkdir(parents=True)
            for name, path in outcome.artifacts.items():
                shutil.copyfile(path, new / name)
            (new / "outcome.json").write_text(json.dumps(outcome.to_json()), "utf-8")
            written = _size(new)
            entry.parent.mkdir(parents=True, exist_ok=True)
            if entry.exists():
                self._remove(entry)
            new.rename(entry)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)
            return self._stored_by_another(key, outcome)
        for path in outcome.artifacts.values():
            Path(path).unlink(missing_ok=True)
        self._written += written
        if self._written > self.max_bytes // 16:
            self._trim(keep=entry)
        return replace(outcome, artifacts={name: str(entry / name) for name in outcome.artifacts})

    def _stored_by_another(self, key: str, outcome: Outcome) -> Outcome:
        """When two processes store the same key at once, the loser's artifacts are the winner's."""
        return self.get(key) or outcome

    def _entry(self, key: str) -> Path:
        return self.root / "outcomes" / key[:2] / key

    def _remove(self, entry: Path) -> None:
        doomed = self.root / "new" / uuid.uuid4().hex
        try:
            doomed.parent.mkdir(parents=True, exist_ok=True)
            entry.rename(doomed)
        except OSError:
            return  # another process was faster
        shutil.rmtree(doomed, ignore_errors=True)

    def _trim(self, keep: Path) -> None:
        """Drop the least recently used entries, and what crashed writers and forgotten artifacts left behind."""
        self._written = 0
        stale = time.time() - _DAY
        for folder in ("new", "fresh"):
            for left in _children(self.root / folder):
                if _mtime(left) < stale:
                    shutil.rmtree(left, ignore_errors=True)
        entries = [e for shard in _children(self.root / "outcomes") for e in _children(shard)]
        used = {entry: (_mtime(entry), _size(entry)) for entry in entries}
        total = sum(size for _, size in used.values())
        if total <= self.max_bytes:
            return
        for entry in sorted(used, key=lambda e: used[e][0]):
            if total <= self.max_bytes * _TRIM_TO:
                break
            if entry != keep:
                self._remove(entry)
                total -= used[entry][1]


@cache
def _cache_at(root: Path) -> OutcomeCache:
    return OutcomeCache(root)


def outcome_cache() -> OutcomeCache:
    """This process's cache in ``cache_directory()``."""
    return _cache_at(cache_directory())


@cache
def backends_digest() -> str:
    """SHA-256 of the code that turns tool output into outcomes: a newer Hardsight never reuses an older one's reading."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _children(directory: Path) -> list[Path]:
    try:
        return list(directory.iterdir())
    except OSError:
        return []


def _mtime(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(entry: Path) -> int:
    total = 0
    for path in _children(entry):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total
