"""Reads what is needed from a design that Yosys wrote as RTLIL text: where wires and cells come from, and what drives what.

Format: Yosys manual, "Textual representation of RTLIL". Only the parts used here are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SIGNAL = re.compile(r"(?P<name>[\\$]\S+)(?: \[(?P<high>\d+)(?::(?P<low>\d+))?\])?")
_SOURCE = re.compile(r"(?P<path>[^|\s:\"]+):(?P<line>\d+)\.(?P<column>\d+)-(?P<end_line>\d+)\.(?P<end_column>\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a staged file; zero-based lines and byte columns, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class Cell:
    type: str
    name: str
    sources: tuple[Source, ...]
    ports: dict[str, str] = field(default_factory=dict)
    """Connected signal by port name (with its backslash), as written."""


@dataclass(slots=True)
class RtlilModule:
    name: str
    wires: dict[str, tuple[Source, ...]] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    connections: list[tuple[str, str]] = field(default_factory=list)
    """(driven, driver) of the module's own ``connect`` statements."""

    def driven_twice(self) -> list[str]:
        """Wires of which some bit is the left side of more than one connection."""
        seen: set[tuple[str, int | None]] = set()
        twice: dict[str, None] = {}
        for driven, _ in self.connections:
            for name, bits in signals(driven):
                for bit in bits:
                    known = (name, bit) in seen or (bit is not None and (name, None) in seen)
                    if known or (bit is None and any(n == name for n, _ in seen)):
                        twice[name] = None
                    seen.add((name, bit))
        return [name for name in twice if name.startswith("\\")]

    def names_of(self, signal: str) -> list[str]:
        """Public wires that ``signal`` is, or is connected to, directly."""
        found = [signal] if signal.startswith("\\") else []
        found += [driven for driven, driver in self.connections if driver == signal and driven.startswith("\\")]
        return found


def parse_sources(text: str) -> tuple[Source, ...]:
    """The places of a ``src`` attribute or of a log line, in order."""
    return tuple(
        Source(m["path"], int(m["line"]) - 1, int(m["column"]) - 1, int(m["end_line"]) - 1, int(m["end_column"]) - 1)
        for m in _SOURCE.finditer(text)
    )


def signals(text: str) -> Iterator[tuple[str, tuple[int | None, ...]]]:
    """Wires named in a signal, each with the bits of it that are meant; ``(None,)`` for all."""
    for match in _SIGNAL.finditer(text):
        if match["high"] is None:
            yield match["name"], (None,)
        else:
            high = int(match["high"])
            yield match["name"], tuple(range(int(match["low"] or high), high + 1))


def parse_rtlil(text: str) -> dict[str, RtlilModule]:
    """Modules by name. Memories and processes are skipped."""
    modules: dict[str, RtlilModule] = {}
    module: RtlilModule | None = None
    cell: Cell | None = None
    sources: tuple[Source, ...] = ()
    for raw in text.split("\n"):
        line = raw.strip()
        keyword, _, rest = line.partition(" ")
        if keyword == "attribute":
            if rest.startswith("\\src "):
                sources = parse_sources(rest)
            continue
        if keyword == "module":
            module = modules[rest] = RtlilModule(rest)
        elif module is None:
            pass
        elif keyword == "wire":
            module.wires[rest.rpartition(" ")[2]] = sources
        elif keyword == "cell":
            kind, _, name = rest.partition(" ")
            cell = module.cells[name] = Cell(kind, name, sources)
        elif keyword == "connect":
            left, right = _sides(rest)
            if cell is not None:
                cell.ports[left] = right
            else:
                module.connections.append((left, right))
        elif line == "end":
            if cell is not None:
                cell = None
            else:
                module = None
        sources = ()
    return modules


def _sides(text: str) -> tuple[str, str]:
    """Split ``connect`` arguments: a signal is a name with an optional slice, a constant, or a braced list."""
    depth = 0
    words = text.split(" ")
    for number, word in enumerate(words):
        depth += (word == "{") - (word == "}")
        following = words[number + 1] if number + 1 < len(words) else ""
        if depth == 0 and not following.startswith("["):
            return " ".join(words[: number + 1]), " ".join(words[number + 1 :])
    return text, ""
