"""A file in its environment as the model reads it: rows of tokens, and static facts as numbers."""

from __future__ import annotations

import ast
import re
import warnings
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from backends.environment import Domain, Environment, Role
from backends.outcome import Outcome, Severity
from backends.verilog.verilog_language import is_systemverilog
from icwm.facts import cadquery, part_estimate, triton, triton_habits, verilog, verilog_habits
from icwm.tokens import TextRow, Vocabulary, text_rows

CODE_ROWS = 256
"""Rows of the checked file that the model reads; of a longer one those around the place that changed."""
BENCH_ROWS = 40
STATIC_TOKENS = 3
"""Static diagnostics told on a row."""
CODES = 24
"""Facts that the codes of static diagnostics share, by their hash."""
COMMON = (
    "lines", "tokens", "longest_line", "static_errors", "static_warnings", "bench_lines", "neighbours", "suspicions",
    *(f"static_code_{n}" for n in range(CODES)),
)  # fmt: skip
SUSPICIOUS = {
    Domain.VERILOG: (*verilog_habits.SUSPICIOUS, *(f"warns_{code}" for code in verilog.WARNINGS)),
    Domain.TRITON: triton_habits.SUSPICIOUS,
    Domain.CADQUERY: tuple(f"habit_{habit}" for habit in part_estimate.SUSPICIOUS),
}
"""Facts that right code seldom has; how many different ones there are is a fact of its own."""
FACTS = (
    *COMMON,
    *(f"verilog_{n}" for n in verilog.NAMES),
    *(f"triton_{n}" for n in triton.NAMES),
    *(f"cadquery_{n}" for n in cadquery.NAMES),
)
"""The order of ``Encoded.facts``; those of another domain are 0."""
FACT_INDEX = {name: index for index, name in enumerate(FACTS)}

_TABLE = re.compile(r"'h[0-9a-fA-F_]{5,}|'b[01_]{17,}")


@dataclass(frozen=True, slots=True)
class Encoded:
    """``rows`` of token numbers; ``lines`` the zero-based line of each (-1 outside of the checked file); ``segments`` 0 for
    the environment, 1 for the checked file, 2 for its testbench. ``facts`` are those of ``FACTS``."""

    rows: tuple[tuple[int, ...], ...]
    lines: tuple[int, ...]
    segments: tuple[int, ...]
    facts: tuple[float, ...]


def encode(
    code: str, environment: Environment, static: Outcome, vocabulary: Vocabulary, focus: int | None = None
) -> Encoded:
    """``static`` is the front end's answer for ``code``; ``focus`` the line that changed last, if that is known."""
    checked = list(text_rows(code, environment.domain))
    told = _told(static)
    rows: list[list[int]] = [vocabulary.row(_environment_tokens(code, environment, static))]
    lines, segments = [-1], [0]
    for row in _window(checked, focus):
        rows.append(vocabulary.row((*told.pop(row.line, ()), *row.tokens)))
        lines.append(row.line)
        segments.append(1)
    bench = environment.testbench
    if bench is not None:
        for row in _bench_rows(bench.text, environment.domain):
            rows.append(vocabulary.row(row.tokens))
            lines.append(-1)
            segments.append(2)
    values = _facts(code, environment, static, checked)
    return Encoded(
        tuple(map(tuple, rows)), tuple(lines), tuple(segments), tuple(values.get(name, 0.0) for name in FACTS)
    )


def _environment_tokens(code: str, environment: Environment, static: Outcome) -> list[str]:
    tokens = [f"<domain:{environment.domain}>", f"<static:{static.label}>"]
    if environment.domain is Domain.VERILOG:
        tokens.append(f"<target:{environment.target or environment.settings.verilog.target}>")
        systemverilog = is_systemverilog(environment.path, environment.settings.verilog)
        tokens.append("<systemverilog>" if systemverilog else "<verilog>")
    tokens.append("<bench>" if environment.testbench is not None else "<no bench>")
    count = len(environment.of_role(Role.SOURCE, Role.LIBRARY, Role.MODULE, Role.INCLUDE))
    tokens.append(f"<neighbours:{min(count, 8)}>")
    return tokens


def _told(static: Outcome) -> dict[int, list[str]]:
    """Tokens of the static diagnostics, by their line."""
    found: dict[int, list[str]] = {}
    for diagnostic in static.diagnostics:
        if diagnostic.path is None and diagnostic.severity in (Severity.ERROR, Severity.WARNING):
            tokens = found.setdefault(diagnostic.range.start.line, [])
            if len(tokens) < STATIC_TOKENS:
                tokens.append(f"<{diagnostic.severity}:{diagnostic.code}>")
    return found


def _window(rows: list[TextRow], focus: int | None) -> list[TextRow]:
    if len(rows) <= CODE_ROWS:
        return rows
    at = next((i for i, row in enumerate(rows) if focus is not None and row.line >= focus), 0)
    start = max(0, min(at - CODE_ROWS // 2, len(rows) - CODE_ROWS))
    return rows[start : start + CODE_ROWS]


def _bench_rows(text: str, domain: Domain) -> list[TextRow]:
    """Its beginning and its end, without tables of stimuli."""
    if len(text) > 400_000:
        return []
    kept = "\n".join(line for line in text.split("\n") if not _TABLE.search(line))
    rows = list(text_rows(kept, domain))
    half = BENCH_ROWS // 2
    return rows if len(rows) <= BENCH_ROWS else [*rows[:half], *rows[-half:]]


def _facts(code: str, environment: Environment, static: Outcome, rows: Iterable[TextRow]) -> dict[str, float]:
    severities = [d.severity for d in static.diagnostics]
    bench = environment.testbench
    found = {
        "lines": float(code.count("\n") + 1),
        "tokens": float(sum(len(row.tokens) for row in rows)),
        "longest_line": float(max(map(len, code.split("\n")))),
        "static_errors": float(severities.count(Severity.ERROR)),
        "static_warnings": float(severities.count(Severity.WARNING)),
        "bench_lines": float(bench.text.count("\n") + 1) if bench is not None else 0.0,
        "neighbours": float(len(environment.files)),
    }
    for diagnostic in static.diagnostics:
        name = f"static_code_{zlib.crc32(diagnostic.code.encode()) % CODES}"
        found[name] = found.get(name, 0.0) + 1
    match environment.domain:
        case Domain.VERILOG:
            named = verilog.verilog_facts(code, environment)
        case Domain.TRITON:
            named = triton.triton_facts(code, _parsed(code))
        case Domain.CADQUERY:
            named = cadquery.cadquery_facts(code, _parsed(code))
        case _:
            named = {}
    for name in SUSPICIOUS.get(environment.domain, ()):
        found["suspicions"] = found.get("suspicions", 0.0) + (named.get(name, 0.0) > 0)
    return found | {f"{environment.domain}_{name}": value for name, value in named.items()}


def _parsed(code: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
