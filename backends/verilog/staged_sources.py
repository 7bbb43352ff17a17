"""Writes the checked text and its neighbours into a scratch directory under names no tool's command language can trip over.

Yosys splits its script at blanks, expands ``[`` and ``*`` and runs what follows ``;``; Verilator expands ``$(NAME)``. So every
path a tool sees is relative to the scratch directory and made of letters, digits and ``_-.+/`` only. Directories keep their
relation to one another, so that ``\\`include "../inc/defs.vh"`` still resolves; ``original`` maps a tool's path back.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backends.environment import Environment, Role
from backends.process import Policy
from backends.verilog.source_scan import is_header, scan
from backends.verilog.testbench import is_testbench

_UNSAFE = re.compile(r"[^A-Za-z0-9_.+-]")
_DATA_FILE = re.compile(r"\$readmem[bh]\s*\(\s*\"([^\"\n]+)\"|\"([^\"\n]+\.(?:hex|mem|bin|dat|mif|txt))\"")
_SIMPLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*\Z")


@dataclass(frozen=True, slots=True)
class StagedSources:
    """Paths are relative to ``directory``, the tool's working directory, and need no quoting."""

    directory: Path
    roots: tuple[str, ...]
    """The checked file; when that is a header, the sources that include it."""
    first: tuple[str, ...]
    """Neighbours that define packages, interfaces or macros: to be read before the others, in this order."""
    modules: tuple[str, ...]
    """Neighbours that define only modules."""
    include_dirs: tuple[str, ...]
    library_dirs: tuple[str, ...]
    origins: Mapping[str, str]
    """Absolute path by staged path; a directory's entry covers what lies under it."""
    data_files: tuple[str, ...] = ()
    """Real paths of the memory contents that the sources read."""
    testbenches: tuple[str, ...] = ()
    """What only the testbench needs, in an order in which it can be compiled, then the Verilog testbench; for simulations only."""

    @property
    def policy(self) -> Policy:
        """Of the user's files a tool reads those that are staged, and the include and library directories."""
        linked = (self.origins[d] for d in (*self.include_dirs, *self.library_dirs))
        return Policy(readable=(str(self.directory), *linked, *self.data_files))

    def original(self, staged: str) -> str | None:
        """The absolute path a tool means by ``staged``; ``None`` when it is none of ours."""
        path = os.path.normpath(staged)
        if path.startswith("/"):
            path = os.path.relpath(path, self.directory)
        if path in self.origins:
            return self.origins[path]
        for directory in (*self.include_dirs, *self.library_dirs):
            if path.startswith(directory + "/") and directory in self.origins:
                return f"{self.origins[directory]}/{path[len(directory) + 1 :]}"
        return None


def stage_sources(
    code: str, environment: Environment, directory: Path, folder: str = "src", *, testbenches: bool = False
) -> StagedSources:
    """Write everything the environment holds, the testbenches only when asked. ``folder`` keeps two versions apart."""
    settings, root = environment.settings.verilog, Path(environment.root)
    layout = _Layout(environment.root, folder)
    checked = layout.place(environment.path)
    headers = frozenset(file.path.rpartition("/")[2] for file in environment.files)
    _write(directory / checked, code, headers)
    origins = {checked: environment.path}
    first: list[str] = []
    modules: list[str] = []
    benches: list[str] = []
    bench_first = False
    roots = [] if is_header(environment.path, code) else [checked]
    roots_given = bool(roots)
    defined = set(scan(code).units)
    for file in environment.files:
        if file.path == environment.path or (file.role is Role.TESTBENCH and not testbenches):
            continue
        staged = layout.place(file.path)
        _write(directory / staged, file.text, headers)
        origins[staged] = file.path
        if file.role is Role.TESTBENCH and not file.path.endswith(".py"):
            benches.append(staged)
            bench_first |= len(benches) == 1 and (bool(settings.testbench) or is_testbench(file.path, file.text))
        if file.role not in (Role.SOURCE, Role.LIBRARY):
            continue
        facts = scan(file.text)
        if defined.intersection(facts.units):
            continue  # a copy of the checked file's module: the text being checked wins
        if not roots_given and any(Path(i.name).name == environment.name for i in facts.includes):
            roots.append(staged)
        elif facts.macros_defined or len(facts.units) > len(facts.modules) or not facts.units:
            first.append(staged)
        else:
            modules.append(staged)
    if bench_first:
        # What it needs follows it in the environment, but must be read before it: packages above all.
        benches.append(benches.pop(0))
    data = _link_data(code, environment, directory)
    include_dirs = _link(directory, layout, "inc", [root / d for d in settings.include_dirs])
    library_dirs = _link(directory, layout, "lib", [root / d for d in settings.library_dirs])
    origins.update(include_dirs)
    origins.update(library_dirs)
    return StagedSources(
        directory=directory,
        roots=tuple(roots),
        first=tuple(first),
        modules=tuple(modules),
        include_dirs=tuple(include_dirs),
        library_dirs=tuple(library_dirs),
        origins=origins,
        data_files=data,
        testbenches=tuple(benches),
    )


def is_simple_name(name: str) -> bool:
    """True for a plain identifier, which may stand in a tool's command without quoting."""
    return _SIMPLE_NAME.match(name) is not None


def encode_source(text: str) -> bytes:
    """UTF-8; bytes that were not UTF-8 when the file was read (lone surrogates) become what they were.

    A byte order mark becomes a blank: Icarus reads nothing after it.
    """
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


class _Layout:
    """Maps absolute paths to safe relative ones, component by component, always the same way."""

    def __init__(self, root: str, folder: str) -> None:
        self.root = os.path.normpath(root)
        self.folder = folder

    def place(self, path: str) -> str:
        path = os.path.normpath(path)
        if path.startswith(self.root.rstrip("/") + "/"):
            inside = os.path.relpath(path, self.root)
            parts = [self.folder, "root", *map(_safe, Path(inside).parts)]
        else:
            parts = [self.folder, "outside", *map(_safe, Path(path).parts[1:])]
        return "/".join(parts)


def _safe(component: str) -> str:
    """The component itself when harmless, else with its odd characters replaced and a checksum that keeps it unique."""
    clean = _UNSAFE.sub("_", component)
    if clean == component and not component.startswith(("-", "+")):
        return component
    return f"n{zlib.crc32(component.encode('utf-8', 'surrogatepass')):08x}_{clean}"


def _link(directory: Path, layout: _Layout, prefix: str, wanted: Iterable[Path]) -> dict[str, str]:
    """For each directory its staged twin (texts the editor holds) when there is one, then a link to the real one."""
    links: dict[str, str] = {}
    for number, named in enumerate(wanted):
        path = os.path.normpath(named)
        twin = layout.place(f"{path}/x").rpartition("/")[0]
        if (directory / twin).is_dir():
            links[twin] = path
        if Path(path).is_dir():
            name = f"{layout.folder}/{prefix}{number}"
            (directory / name).symlink_to(path)
            links[name] = path
    return links


def _link_data(code: str, environment: Environment, directory: Path) -> tuple[str, ...]:
    """Link the memory files that the sources name to where a tool started in the project's root would find them."""
    linked: dict[str, None] = {}
    for path, text in ((environment.path, code), *((f.path, f.text) for f in environment.files)):
        if "$readmem" not in text and ".hex" not in text and ".mem" not in text:
            continue
        for match in _DATA_FILE.finditer(text):
            name = os.path.normpath(match[1] or match[2])
            if name.startswith(("/", "..")) or name in linked:
                continue
            for real in (Path(environment.root) / name, Path(path).parent / name):
                link = directory / name
                if real.is_file() and not link.exists():
                    link.parent.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(real)
                    linked[str(real)] = None
                    break
    return tuple(linked)


def _write(path: Path, text: str, headers: frozenset[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_source(_with_staged_includes(text, headers)))


def _with_staged_includes(text: str, headers: frozenset[str]) -> str:
    """With each of the ``headers`` asked for by the name it has when staged. Lines stay; a column behind it moves.

    One that is missing keeps its name, by which the tools will complain of it.
    """
    if "`include" not in text:
        return text
    for include in reversed(scan(text).includes):
        staged = "/".join(map(_safe, include.name.split("/")))
        if staged != include.name and include.name.rpartition("/")[2] in headers and not include.name.startswith("/"):
            at = text.index(include.name, include.offset + len("`include"))
            text = f"{text[:at]}{staged}{text[at + len(include.name) :]}"
    return text
