"""Numbers as an engineer reads them: one line for a hint, a table for a hover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backends.environment import Domain
from backends.outcome import Label, Metric, Outcome

_HEADLINE: Mapping[Domain, tuple[str, ...]] = {
    Domain.VERILOG: ("luts", "flip_flops", "latches", "cells", "logic_depth", "fmax"),
    Domain.TRITON: ("shared_bytes", "registers", "spill_bytes", "occupancy"),
    Domain.CADQUERY: ("volume", "bounding_box", "solids", "watertight"),
}
_SHORT = {
    "LUT": "LUT",
    "FF": "FF",
    "cell": "cells",
    "latch": "latches",
    "level": "levels",
    "register": "registers",
    "solid": "solids",
    "face": "faces",
    "mm^3": "mm³",
    "mm^2": "mm²",
}
_SINGULAR = {
    "cells": "cell",
    "latches": "latch",
    "levels": "level",
    "registers": "register",
    "solids": "solid",
    "faces": "face",
}
_HIDDEN_WHEN_ZERO = frozenset({"latches", "spill_bytes"})
_ABSENT_WHEN_ZERO = frozenset(
    {
        "latches", "combinational_loops", "multiple_drivers", "memory_bits", "carry_cells", "block_rams", "dsps",
        "spill_bytes", "interferences",
    }
)  # fmt: skip
_COUNTED = frozenset({"LUT", "FF", "cell", "latch", "loop", "signal", "RAM", "DSP", "bit", "solid", "face", "register"})
"""Units that the name of the number says already."""
_NAMES = {
    "luts": "LUTs",
    "flip_flops": "flip-flops",
    "fmax": "Fmax",
    "bounding_box": "bounding box",
    "block_rams": "block RAMs",
    "dsps": "DSPs",
}


def headline(outcomes: Iterable[Outcome], domain: Domain | None) -> str:
    """The numbers that matter most, e.g. ``212 LUT · 64 FF · 143 MHz``; empty when there are none."""
    known: dict[str, tuple[Metric, str | None]] = {}
    for outcome in outcomes:
        for name, metric in outcome.metrics.items():
            known.setdefault(name, (metric, outcome.target))
    if "luts" in known:
        known.pop("cells", None)  # the LUTs and flip-flops are the cells
    parts = []
    for name in _HEADLINE.get(domain, ()) if domain else ():
        if name in known and not (name in _HIDDEN_WHEN_ZERO and not known[name][0].value):
            parts.append(short(name, known[name][0]))
    return " · ".join(parts)


def short(name: str, metric: Metric) -> str:
    """A value with its unit: ``64 FF``, ``164 KiB shared``, ``watertight``."""
    value, unit = metric.value, metric.unit
    if name == "watertight":
        return "watertight" if value else "not watertight"
    if isinstance(value, tuple):
        return " × ".join(f"{v:.4g}" for v in value) + (f" {_SHORT.get(unit, unit)}" if unit else "")
    if unit == "byte":
        what = name.split("[")[0].removesuffix("_bytes").replace("_", " ")
        return f"{_bytes(value)} {what}"
    if name == "occupancy":
        return f"{_number(value)} % occupancy"
    word = _SHORT.get(unit, unit)
    return f"{_number(value)} {_SINGULAR.get(word, word) if value == 1 else word}".strip()


def table(outcomes: Iterable[Outcome]) -> str:
    """A Markdown table: tool, verdict, time, numbers."""
    rows = ["| tool | verdict | time | numbers |", "|---|---|---|---|"]
    for outcome in outcomes:
        name = outcome.tool + (f" ({outcome.target})" if outcome.target else "")
        took = "" if outcome.label is Label.UNAVAILABLE else f"{outcome.seconds:.2f} s"
        numbers = ", ".join(
            _named(name, metric)
            for name, metric in outcome.metrics.items()
            if "[" not in name and (metric.value or name not in _ABSENT_WHEN_ZERO)
        )
        rows.append(f"| {name} | {verdict_word(outcome)} | {took} | {numbers} |")
    return "\n".join(rows)


def _named(name: str, metric: Metric) -> str:
    """``flip-flops 64``, ``volume 30 786 mm³``: the unit only where the name does not say it."""
    words = _NAMES.get(name, name.replace("_", " "))
    if metric.unit in _COUNTED and not isinstance(metric.value, tuple):
        return f"{words} {_number(metric.value)}"
    return f"{words} {_value(metric)}"


def configuration_table(outcome: Outcome) -> str:
    """One row for each configuration (``shared_bytes[BLOCK=128]``); empty when there are none."""
    rows: dict[str, dict[str, Metric]] = {}
    for name, metric in outcome.metrics.items():
        if "[" in name:
            quantity, configuration = name.rstrip("]").split("[", 1)
            rows.setdefault(configuration, {})[quantity] = metric
    if not rows:
        return ""
    columns = list(dict.fromkeys(c for row in rows.values() for c in row))
    lines = [
        "| configuration | " + " | ".join(c.replace("_", " ") for c in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for configuration, row in list(rows.items())[:32]:
        cells = " | ".join(_value(row[c]) if c in row else "" for c in columns)
        lines.append(f"| {configuration} | {cells} |")
    return "\n".join(lines)


def verdict_word(outcome: Outcome) -> str:
    if outcome.label is Label.UNAVAILABLE:
        return "not run"
    return str(outcome.label).replace("_", " ").lower() if outcome.label.failed else "pass"


def _value(metric: Metric) -> str:
    if isinstance(metric.value, tuple):
        return short("", metric)
    if metric.unit == "byte":
        return _bytes(metric.value)
    return f"{_number(metric.value)} {_SHORT.get(metric.unit, metric.unit)}".strip()


def _number(value: float) -> str:
    if abs(value) >= 10_000:
        return f"{value:,.0f}".replace(",", "\N{THIN SPACE}")
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _bytes(value: float) -> str:
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if value >= size:
            return f"{value / size:.4g} {unit}"
    return f"{_number(value)} B"
