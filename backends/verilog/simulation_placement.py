"""Where a failing line of a simulation's log belongs: the check in the testbench, and the signal of the design it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backends.outcome import Range
from backends.text import LineIndex
from backends.verilog.interface import ModuleInterface, module_interfaces
from backends.verilog.simulation_log import LogFailure
from backends.verilog.source_scan import NOT_UNITS, blank_comments_and_strings, scan

_STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
_PRINTING = re.compile(
    r"\$(?:f?display|f?write|f?strobe|f?monitor|error|fatal|warning|info|sformatf|swrite)[bho]?\s*\([^\";]*$"
)
_FORMAT = re.compile(r"%%|%[-+0]?\d*(?:\.\d+)?[a-zA-Z]|\\[nt\"\\]|\\\d{1,3}")
_WORD = re.compile(r"[A-Za-z_][\w$]*")
_CONNECTION = re.compile(r"\.\s*([A-Za-z_][\w$]*)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_SHORTEST_LITERAL = 4
_GUARD_LINES = 3
"""How far above a printing statement its condition may begin."""


@dataclass(frozen=True, slots=True)
class BenchPlace:
    """The statement of a testbench behind a failing line, and the identifiers in it and in its condition."""

    path: str
    range: Range
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesignPlace:
    """A port or signal of the checked file, or the header of its module (``signal`` is ``None``)."""

    range: Range
    signal: str | None


def place_in_bench(
    failure: LogFailure, benches: Mapping[str, str], original: Callable[[str], str | None]
) -> BenchPlace | None:
    """By the file and line the log names, else by the text a printing statement would print."""
    if failure.path is not None and failure.line is not None:
        path = original(failure.path) or failure.path
        if path in benches:
            index = LineIndex(benches[path])
            line = min(failure.line, index.line_count - 1)
            return BenchPlace(path, line_or_name(index, line, failure.name), _names_around(index, line))
    best: tuple[int, str, int, int] | None = None
    for path, text in benches.items():
        for start, end, length in _candidates(text, failure.text):
            if best is None or length > best[0]:
                best = (length, path, start, end)
    if best is None:
        return None
    _, path, start, end = best
    index = LineIndex(benches[path])
    span = index.span(start, end)
    return BenchPlace(path, span, _names_around(index, span.start.line))


def line_or_name(index: LineIndex, line: int, name: str | None) -> Range:
    """The first use of ``name`` in a line, or the line."""
    at = index.line_text(line).find(name) if name else -1
    return Range.of(line, at, line, at + len(name)) if name and at >= 0 else index.line_range(line)


def _candidates(text: str, printed: str) -> list[tuple[int, int, int]]:
    """(start, end, weight) of strings that explain a printed line: formats that match it, texts that it contains."""
    found = []
    for match in _STRING.finditer(text):
        template = match[1]
        before = text[max(0, match.start() - 160) : match.start()]
        printing = _PRINTING.search(before)
        literal = _FORMAT.sub("", template).strip()
        if printing and len(literal) >= _SHORTEST_LITERAL and _matches(template, printed):
            start = match.start() - (len(before) - printing.start())
            found.append((start, match.end(), len(literal)))
        elif not printing and len(template.strip()) >= _SHORTEST_LITERAL and template.strip() in printed:
            # A text handed to a checking task says more than the task's own format: weigh it higher.
            start = text.rfind("\n", 0, match.start()) + 1
            start += len(text[start : match.start()]) - len(text[start : match.start()].lstrip())
            found.append((start, match.end(), 1_000 + len(template)))
    return found


def _matches(template: str, printed: str) -> bool:
    parts, at = [], 0
    for match in _FORMAT.finditer(template):
        parts += [re.escape(template[at : match.start()]), "%" if match.group() == "%%" else ".*?"]
        at = match.end()
    parts.append(re.escape(template[at:]))
    pattern = re.sub(r"(?:\\ )+", r"\\s*", "".join(parts).strip())
    return re.search(pattern, printed) is not None


def _names_around(index: LineIndex, line: int) -> tuple[str, ...]:
    """Identifiers of the line, then of the condition above it."""
    names: dict[str, None] = {}
    for number in (line, *range(line - 1, max(-1, line - 1 - _GUARD_LINES), -1)):
        text = blank_comments_and_strings(index.line_text(number))
        if number != line and not re.search(r"\b(?:if|else|assert|while|case|@)", text):
            continue
        names.update(dict.fromkeys(w for w in _WORD.findall(text) if w not in NOT_UNITS))
    return tuple(names)


def place_in_design(failure: LogFailure, bench: BenchPlace | None, code: str, bench_text: str) -> DesignPlace:
    """The output the line names; else one the failing check reads; else another signal it names; else the module."""
    modules = module_interfaces(code)
    under_test = _under_test(modules, bench_text)
    words = tuple(dict.fromkeys(_WORD.findall(failure.text)))
    connected = _connected_ports(bench_text, {m.name for m in modules}) if bench_text else {}
    asked = [words]
    if bench is not None:
        asked.append(tuple(p for n in bench.names for p in connected.get(n, ())) + bench.names)
    asked.insert(1, tuple(p for w in words for p in connected.get(w, ())))
    for names in asked:
        for name in names:
            for module in sorted(modules, key=lambda m: m is not under_test):
                port = module.port(name)
                if port is not None and port.direction != "input":
                    return DesignPlace(port.range, name)
    if modules:
        index = LineIndex(code)
        blanked = blank_comments_and_strings(code)
        for name in words:
            declared = re.search(
                rf"\b(?:reg|wire|logic|integer)\b[^;()]*?(?<![\w$])({re.escape(name)})(?![\w$])", blanked
            )
            if declared and len(name) > 1 and not any(m.port(name) for m in modules):
                return DesignPlace(index.span(declared.start(1), declared.end(1)), name)
    if under_test is not None:
        return DesignPlace(under_test.range, None)
    return DesignPlace(LineIndex(code).line_range(0), None)


def _under_test(modules: tuple[ModuleInterface, ...], bench_text: str) -> ModuleInterface | None:
    used = scan(bench_text).references if bench_text else frozenset()
    return next((m for m in modules if m.name in used), modules[-1] if modules else None)


def _connected_ports(bench_text: str, modules: set[str]) -> dict[str, tuple[str, ...]]:
    """For each name of the testbench the ports it is connected to by name."""
    found: dict[str, tuple[str, ...]] = {}
    if scan(bench_text).references.isdisjoint(modules):
        return found
    for port, expression in _CONNECTION.findall(blank_comments_and_strings(bench_text)):
        for name in _WORD.findall(expression):
            found[name] = (*found.get(name, ()), port)
    return found
