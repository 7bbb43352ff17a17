"""Reads the complaints in a Yosys log: the error that ended it, inferred latches, and what the ``check`` pass found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backends.verilog.rtlil import Source, parse_sources

_ERROR = re.compile(r"^(?:(?P<path>[^\s:]+):(?P<line>\d+): )?ERROR: ?(?P<text>.*)", re.MULTILINE)
_PROCESS = re.compile(r"\$proc\$(?P<path>[^\s:$]+):(?P<line>\d+)\$\d+")
_LATCH = re.compile(
    r"Warning: Latch inferred for signal `(?P<module>\S+)\.(?P<signal>\\\S+?)(?: \[[^\]]*\])?' from process `"
    r".*?\$proc\$(?P<path>[^\s:$]+):(?P<line>\d+)\$\d+'"
)
_CONFLICT = re.compile(
    r"Warning: multiple conflicting drivers for (?P<module>\S+)\.(?P<signal>[\\$]\S+)(?: (?P<bit>\[\d+\]))?:"
)
_CONSTANT_CONFLICT = re.compile(r"Warning: Drivers conflicting with a constant (?P<value>\S+) driver:")
_CHECKING = re.compile(r"Checking module (?P<module>\S+?)\.\.\.")
_UNDRIVEN = re.compile(
    r"Warning: Wire (?P<module>\S+)\.(?P<signal>\\\S+)(?: \[(?P<bit>\d+)\])? is used but has no driver"
)
_LOOP = re.compile(r"Warning: found logic loop in module (?P<module>\S+):")
_DRIVER = re.compile(r"port (?P<port>\S+?)(?:\[\d+\])? of cell (?P<cell>\S+) \((?P<type>\S+)\)")
_CELL = re.compile(r"cell (?P<cell>\S+) \(\S+\)")
_NEEDS_SYSTEMVERILOG = re.compile(r"SystemVerilog keyword .* is not recognized|unless read_verilog is called with -sv")
_WARNING = re.compile(r"^(?P<path>[^\s:]+):(?P<line>\d+): Warning: (?P<text>.*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class YosysError:
    """``path`` and zero-based ``line`` are those of the message, or of the process it was working on."""

    text: str
    path: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class FrontEndWarning:
    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Latch:
    """A latch inferred from the process that begins at ``line`` (zero-based) of ``path``."""

    module: str
    signal: str
    path: str
    line: int


@dataclass(slots=True)
class Conflict:
    """Several drivers of one net. ``signal`` is the name Yosys gives the net, one of several it may have."""

    module: str
    signal: str | None
    bits: set[str] = field(default_factory=set)
    drivers: dict[str, str] = field(default_factory=dict)
    """Type by name of the driving cells."""


@dataclass(slots=True)
class Loop:
    """A combinational loop; the cells on it in order, with the places they come from."""

    module: str
    cells: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


@dataclass(slots=True)
class CheckFindings:
    conflicts: list[Conflict] = field(default_factory=list)
    undriven: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    """Bits without a driver by (module, wire); empty for a wire of one bit."""
    loops: list[Loop] = field(default_factory=list)


def parse_error(log: str) -> YosysError | None:
    """The error that ended the run, with the last process named before it when it has no place of its own."""
    found = _ERROR.search(log)
    if found is None:
        return None
    if found["path"]:
        return YosysError(found["text"].strip(), found["path"], int(found["line"]) - 1)
    processes = list(_PROCESS.finditer(found["text"])) or list(
        _PROCESS.finditer(log, max(0, found.start() - 4000), found.start())
    )
    sources = parse_sources(found["text"])
    if sources:
        return YosysError(found["text"].strip(), sources[0].path, sources[0].line)
    if processes and not found["text"].startswith("Can't open"):
        return YosysError(found["text"].strip(), processes[-1]["path"], int(processes[-1]["line"]) - 1)
    return YosysError(found["text"].strip())


def needs_systemverilog(log: str) -> bool:
    """True when a file read as Verilog-2005 has keywords of SystemVerilog."""
    return _NEEDS_SYSTEMVERILOG.search(log) is not None


def parse_latches(log: str) -> list[Latch]:
    return [Latch(m["module"], m["signal"], m["path"], int(m["line"]) - 1) for m in _LATCH.finditer(log)]


def parse_front_end_warnings(log: str) -> list[FrontEndWarning]:
    return [FrontEndWarning(m["path"], int(m["line"]) - 1, m["text"]) for m in _WARNING.finditer(log)]


def parse_check(text: str) -> CheckFindings:
    """Findings of one run of ``check``; bits of one wire are put together."""
    findings = CheckFindings()
    module = ""
    conflict: Conflict | None = None
    loop: Loop | None = None
    for line in text.split("\n"):
        if line.startswith("    ") and conflict is not None:
            if driver := _DRIVER.search(line):
                conflict.drivers[driver["cell"]] = driver["type"]
        elif line.startswith("    ") and loop is not None:
            if "source:" in line:
                loop.sources += parse_sources(line)[:1]
            if cell := _CELL.search(line):
                loop.cells.append(cell["cell"])
        elif line.startswith("Checking module"):
            checking = _CHECKING.match(line)
            module = checking["module"] if checking else module
            conflict = loop = None
        elif match := _CONFLICT.match(line):
            conflict, loop = _conflict(findings, match), None
        elif _CONSTANT_CONFLICT.match(line):
            conflict, loop = Conflict(module, None), None
            findings.conflicts.append(conflict)
        elif match := _LOOP.match(line):
            conflict, loop = None, Loop(match["module"])
            findings.loops.append(loop)
        elif match := _UNDRIVEN.match(line):
            conflict = loop = None
            bits = findings.undriven.setdefault((match["module"], match["signal"]), [])
            if match["bit"]:
                bits.append(int(match["bit"]))
    return findings


def _conflict(findings: CheckFindings, match: re.Match[str]) -> Conflict:
    for known in findings.conflicts:
        if (known.module, known.signal) == (match["module"], match["signal"]):
            break
    else:
        known = Conflict(match["module"], match["signal"])
        findings.conflicts.append(known)
    if match["bit"]:
        known.bits.add(match["bit"])
    return known
