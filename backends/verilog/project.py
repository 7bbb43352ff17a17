"""Collects what one Verilog file needs: the modules it instantiates, the headers it includes, the testbench that drives it.

Only the dependencies of the checked file are gathered, not the whole project: what it instantiates (transitively, from file
lists, libraries or the files around it), the packages it imports, the files whose macros it uses, and their headers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Diagnostic
from backends.settings import ToolSettings, VerilogSettings
from backends.verilog.filelist import FileList, read_filelists
from backends.verilog.includes import IncludeClosure, include_closure
from backends.verilog.inherited_testbench import inherited_testbench
from backends.verilog.module_index import SUFFIXES as INDEXED_SUFFIXES
from backends.verilog.module_index import ModuleIndex, index_for, index_of_files
from backends.verilog.source_reader import READER
from backends.verilog.source_scan import SourceFacts, is_header, scan
from backends.verilog.testbench import find_testbenches, is_testbench

MAX_DEPENDENCIES = 2_000
MAX_INHERITED = 100
"""A testbench of a parent is run for its parts when its design has at most this many files: a whole system takes too long."""
MAX_USERS = 4
"""A header is checked through at most this many of the sources that include it."""


def verilog_environment(
    path: str, text: str, root: str, settings: ToolSettings, overlay: Mapping[str, str]
) -> Environment:
    """The environment of ``path``: dependencies first (packages and macro files before their users), then the testbench."""
    overlay = {**overlay, path: text}
    lists = project_filelists(path, root, settings.verilog, overlay)
    verilog = _merged(settings.verilog, lists, root)
    finder = _Finder(path, root, verilog, lists, overlay)
    sources: dict[str, tuple[str, Role]] = {}
    if is_header(path, text):
        for user in users_of(path, root, verilog, overlay)[:MAX_USERS]:
            finder.dependencies(user, finder.text(user) or "", sources)
            sources.setdefault(user, (finder.text(user) or "", Role.SOURCE))
    finder.dependencies(path, text, sources)
    benches: dict[str, tuple[str, Role]] = {}
    if not is_testbench(path, text):
        for bench, design, inherited in _testbenches(path, text, root, verilog, finder):
            benches[bench] = (finder.text(bench) or "", Role.TESTBENCH)
            helpers: dict[str, tuple[str, Role]] = {}
            if design is not None:
                limit = MAX_INHERITED + 1 if inherited else MAX_DEPENDENCIES
                finder.dependencies(design, finder.text(design) or "", helpers, limit)
                helpers.setdefault(design, (finder.text(design) or "", Role.TESTBENCH))
            if inherited and len(helpers) > MAX_INHERITED:
                del benches[bench]
                continue
            for helper, (helper_text, _) in helpers.items():
                if helper != path and helper not in sources:
                    benches.setdefault(helper, (helper_text, Role.TESTBENCH))
    for held in (sources, benches):
        held.pop(path, None)
    everything = {**sources, **benches}
    verilog, closure = _with_headers(path, text, root, verilog, everything, finder)
    files = [SourceFile(p, t, role) for p, (t, role) in everything.items()]
    files += [
        SourceFile(h.path, h.text, Role.INCLUDE) for h in closure.headers if h.path != path and h.path not in everything
    ]
    return Environment(Domain.VERILOG, path, root, verilog.target, tuple(files), replace(settings, verilog=verilog))


def users_of(
    header: str, root: str, settings: VerilogSettings, overlay: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Sources (files with design units) that include ``header`` directly or through other headers, nearest first.

    An edit of the header must re-check them. Known so far: the index of the project grows in the background.
    """
    overlay = overlay or {}
    index = index_for(_index_root(header, root))
    index.build()
    found: dict[str, None] = {}
    seen = {header}
    level = [header]
    while level:
        above: list[str] = []
        for target in level:
            name = os.path.basename(target)
            candidates = dict.fromkeys(index.files_including(name))
            candidates.update(dict.fromkeys(p for p, t in overlay.items() if name in t))
            for candidate in candidates:
                text = READER.read(candidate, overlay)
                if candidate in seen or text is None or not _includes(candidate, text, target, root, settings):
                    continue
                seen.add(candidate)
                if is_header(candidate, text):
                    above.append(candidate)
                else:
                    found[candidate] = None
        level = above
    return tuple(sorted(found, key=lambda p: (-len(os.path.commonpath([p, header])), p)))


def _includes(user: str, text: str, header: str, root: str, settings: VerilogSettings) -> bool:
    places = [os.path.dirname(user), *(os.path.join(root, d) for d in settings.include_dirs)]
    for include in scan(text).includes:
        if os.path.basename(include.name) != os.path.basename(header):
            continue
        if any(os.path.normpath(os.path.join(d, include.name)) == header for d in places):
            return True
        if header.endswith("/" + os.path.normpath(include.name).lstrip("./")):
            return True
    return False


def project_filelists(path: str, root: str, settings: VerilogSettings, overlay: Mapping[str, str]) -> FileList:
    """What the configured file lists say, or the only list in the root or the file's folder when it names the file."""
    if settings.filelists:
        return _cached_filelists(settings.filelists, root, overlay)
    for directory in dict.fromkeys((os.path.dirname(path), root)):
        lists = _lists_in(directory, int(time.monotonic()) // 4)
        if len(lists) == 1:
            read = _cached_filelists(lists, root, overlay)
            if path in read.sources or path in read.library_files:
                return read
    return FileList()


def neighbours_known(path: str, root: str, seconds: float = 0.0) -> bool:
    """Whether every file of the project has been looked at, after waiting at most ``seconds``. Until then a header or a
    module that lies elsewhere may be missing from the environment."""
    return index_for(_index_root(path, root)).wait(seconds)


def notice_change(path: str, root: str) -> None:
    """A file on disk came, changed or went: look at it now, not when the project is next read."""
    if path.lower().endswith(INDEXED_SUFFIXES):
        index_for(_index_root(path, root)).refresh(path)


def project_problems(environment: Environment) -> tuple[Diagnostic, ...]:
    """What is wrong with the file lists of the project, at their lines."""
    settings = environment.settings.verilog
    if not settings.filelists:
        return ()
    return _cached_filelists(settings.filelists, environment.root, {}).problems


def is_closed(environment: Environment) -> bool:
    """True when file lists say everything there is, so that a module found nowhere is an error and not a gap."""
    settings = environment.settings.verilog
    if not settings.filelists:
        return False
    lists = _cached_filelists(settings.filelists, environment.root, {})
    return environment.path in lists.sources and index_of_files(lists.sources + lists.library_files).complete


def include_directories(environment: Environment) -> tuple[str, ...]:
    """Absolute include directories of the environment, in order."""
    root = environment.root
    return tuple(os.path.normpath(os.path.join(root, d)) for d in environment.settings.verilog.include_dirs)


def header_closure(path: str, text: str, environment: Environment) -> IncludeClosure:
    """Headers of the file and of what it needs, from the texts the environment holds and, failing that, from disk."""
    held = {f.path: f.text for f in environment.files}
    held[path] = text
    sources = [(path, text)] + [(f.path, f.text) for f in environment.of_role(Role.SOURCE, Role.LIBRARY)]
    return include_closure(sources, include_directories(environment), lambda p: READER.read(p, held))


@dataclass
class _Finder:
    """Finds units by name for one environment."""

    path: str
    root: str
    settings: VerilogSettings
    lists: FileList
    overlay: Mapping[str, str]

    def __post_init__(self) -> None:
        self.listed = index_of_files(self.lists.sources + self.lists.library_files) if self.lists.lists else None
        if self.listed is not None:
            self.listed.build()
        self.order = {p: i for i, p in enumerate(self.lists.sources)}
        self.held: dict[str, str] = {}
        for held, text in self.overlay.items():
            if held.endswith((".v", ".sv", ".svh", ".vh")) and len(text) < 1 << 20:
                for unit in scan(text).units:
                    self.held.setdefault(unit, held)

    def text(self, path: str) -> str | None:
        return READER.read(path, self.overlay)

    @property
    def surroundings(self) -> ModuleIndex:
        index = index_for(_index_root(self.path, self.root))
        index.build()
        return index

    def file_of(self, unit: str, user: str) -> tuple[str, Role] | None:
        """The file that defines ``unit``, for the file ``user``."""
        held = self.held.get(unit)
        if held is not None:
            return held, Role.SOURCE
        if self.listed is not None:
            found = self.listed.files_defining(unit)
            if found:
                best = min(found, key=lambda p: self.order.get(p, 1 << 30))
                return best, Role.SOURCE if best in self.order else Role.LIBRARY
        for directory in self.settings.library_dirs:
            for extension in self.settings.library_extensions:
                candidate = os.path.normpath(os.path.join(self.root, directory, unit + extension))
                text = self.text(candidate)
                if text is not None and unit in scan(text).units:
                    return candidate, Role.LIBRARY
        if self.listed is not None and self.path in self.order:
            return None
        for suffix in (".sv", ".v"):
            candidate = os.path.join(os.path.dirname(user), unit + suffix)
            text = self.text(candidate)
            if text is not None and unit in scan(text).units:
                return candidate, Role.SOURCE
        found = self.surroundings.files_defining(unit)
        if not found:
            return None
        nearest = min(found, key=lambda p: (-len(os.path.commonpath([p, user])), p.count("/"), p))
        return nearest, Role.SOURCE

    def dependencies(
        self, path: str, text: str, into: dict[str, tuple[str, Role]], limit: int = MAX_DEPENDENCIES
    ) -> None:
        """Everything ``path`` needs, in an order in which it can be compiled; at most about ``limit`` files."""
        visiting = {path}

        def visit(user: str, facts: SourceFacts) -> None:
            for unit in sorted(facts.references.difference(facts.units)):
                if len(visiting) > limit:
                    return
                found = self.file_of(unit, user)
                if found is not None:
                    add(*found)
            for provider in self.macro_providers(user, facts):
                add(provider, Role.SOURCE)

        def add(found: str, role: Role) -> None:
            if found in visiting or found in into:
                return
            found_text = self.text(found)
            if found_text is None:
                return
            visiting.add(found)
            visit(found, scan(found_text))
            into[found] = (found_text, role)

        visit(path, scan(text))
        if self.order:
            ordered = sorted(into.items(), key=lambda item: self.order.get(item[0], 1 << 30))
            into.clear()
            into.update(ordered)

    def macro_providers(self, user: str, facts: SourceFacts) -> Iterable[str]:
        """Files named before ``user`` in the file list that define macros it uses and does not get from its headers."""
        if user not in self.order:
            return
        wanted = facts.macros_used - facts.macros_defined - set(self.settings.defines)
        if not wanted:
            return
        for earlier in self.lists.sources[: self.order[user]]:
            text = self.text(earlier)
            if text is not None and "`define" in text and not scan(text).macros_defined.isdisjoint(wanted):
                yield earlier


def _testbenches(
    path: str, text: str, root: str, settings: VerilogSettings, finder: _Finder
) -> list[tuple[str, str | None, bool]]:
    """The preferred Verilog testbench and the preferred cocotb test of the file; failing both, one of a parent.

    Each with the file whose dependencies it needs besides those of the checked one, and whether it is a parent's.
    """
    modules = scan(text).modules
    if not modules:
        return []
    index = finder.surroundings
    found = find_testbenches(path, modules, root, settings.testbench, finder.overlay, index)
    if not found and settings.testbench is None:
        inherited = inherited_testbench(path, modules, root, finder.overlay, index)
        if inherited is None:
            return []
        python = inherited.bench.endswith(".py")
        return [(inherited.bench, inherited.design if python else inherited.bench, True)]
    verilog = [(f, f, False) for f in found if not f.endswith(".py")][:1]
    return [*verilog, *[(f, None, False) for f in found if f.endswith(".py")][:1]]


def _with_headers(
    path: str,
    text: str,
    root: str,
    settings: VerilogSettings,
    files: Mapping[str, tuple[str, Role]],
    finder: _Finder,
) -> tuple[VerilogSettings, IncludeClosure]:
    """The headers, and the settings with the folders added in which headers nobody configured were found by name."""
    sources = [(path, text)] + [(p, t) for p, (t, _) in files.items() if not p.endswith(".py")]
    for _ in range(4):
        directories = [os.path.normpath(os.path.join(root, d)) for d in settings.include_dirs]
        closure = include_closure(sources, directories, finder.text)
        added: dict[str, None] = {}
        for missing in closure.missing:
            name = os.path.normpath(missing.include.name)
            for candidate in finder.surroundings.files_named(os.path.basename(name)):
                if candidate.endswith("/" + name):
                    added[_relative(candidate[: -len(name) - 1], root)] = None
                    break
        new = [d for d in added if d not in settings.include_dirs]
        if not new:
            break
        settings = replace(settings, include_dirs=(*settings.include_dirs, *new))
    return settings, closure


def _merged(settings: VerilogSettings, lists: FileList, root: str) -> VerilogSettings:
    """Settings with what the file lists add; what the user set comes first. Paths under the root become relative to it."""

    def paths(*groups: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_relative(os.path.join(root, p), root) for group in groups for p in group))

    if not lists.lists:
        return replace(settings, include_dirs=paths(settings.include_dirs), library_dirs=paths(settings.library_dirs))
    return replace(
        settings,
        filelists=paths(settings.filelists or lists.lists[:1]),
        include_dirs=paths(settings.include_dirs, lists.include_dirs),
        library_dirs=paths(settings.library_dirs, lists.library_dirs),
        library_extensions=tuple(dict.fromkeys((*settings.library_extensions, *lists.library_extensions))),
        defines={**lists.defines, **settings.defines},
        top=settings.top or lists.top,
    )


def _relative(path: str, root: str) -> str:
    path = os.path.normpath(path)
    inside = root.rstrip("/") + "/"
    if path.startswith(inside):
        return path[len(inside) :]
    return "." if path == root.rstrip("/") else path


def _index_root(path: str, root: str) -> str:
    """The folder to index: never a whole disk or home directory because of one lone file."""
    if os.path.normpath(root) in ("/", os.path.expanduser("~"), "/tmp", "/home", "/root"):
        return os.path.dirname(path)
    return os.path.normpath(root)


@lru_cache(maxsize=64)
def _lists_in(directory: str, _tick: int) -> tuple[str, ...]:
    try:
        return tuple(sorted(e.path for e in os.scandir(directory) if e.name.endswith(".f") and e.is_file()))
    except OSError:
        return ()


_KEPT_LISTS: dict[tuple[str, tuple[str, ...]], tuple[float, tuple[tuple[str, int], ...], FileList]] = {}
_TRUST_SECONDS = 2.0


def _cached_filelists(paths: tuple[str, ...], root: str, overlay: Mapping[str, str]) -> FileList:
    """Read again when a list changed, or after a while (sources may have come or gone)."""
    if any(held.endswith(".f") for held in overlay):
        return read_filelists(paths, root, overlay)
    key = (root, paths)
    kept = _KEPT_LISTS.get(key)
    now = time.monotonic()
    if kept is not None and now - kept[0] < _TRUST_SECONDS and kept[1] == _stamps(kept[2]):
        return kept[2]
    read = read_filelists(paths, root, {})
    if kept is not None and read == kept[2]:
        read = kept[2]
    if len(_KEPT_LISTS) > 64:
        _KEPT_LISTS.clear()
    _KEPT_LISTS[key] = (now, _stamps(read), read)
    return read


def _stamps(lists: FileList) -> tuple[tuple[str, int], ...]:
    stamps = []
    for path in lists.lists:
        try:
            stamps.append((path, os.stat(path).st_mtime_ns))
        except OSError:
            stamps.append((path, 0))
    return tuple(stamps)
