"""Checks that a script states about its own part, in comments: ``# hardsight: volume = 1234 ± 1%``.

Also ``<``, ``<=``, ``>``, ``>=``, ``!=``; names are those of the metrics, with ``bounding_box.x`` and
``center_of_mass.z`` for one axis. Without a tolerance, ``=`` allows one part in a million.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backends.outcome import Diagnostic, Range, Severity, Stage
from backends.text import LineIndex

_LINE = re.compile(r"#\s*hardsight:\s*(?P<body>.*)$")
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_CHECK = re.compile(
    rf"(?P<name>[A-Za-z_]\w*)(?:\.(?P<axis>[xyz]))?\s*(?P<op>==|=|<=|>=|!=|<|>)\s*(?P<value>{_NUMBER}|true|false|yes|no)"
    rf"(?:\s*(?:±|\+/?-)\s*(?P<tolerance>{_NUMBER})\s*(?P<percent>%)?)?\s*(?P<unit>mm\^?[23]?|mm[²³])?\s*$",
    re.IGNORECASE,
)
_WORDS = {"true": 1.0, "yes": 1.0, "false": 0.0, "no": 0.0}


@dataclass(frozen=True, slots=True)
class GeometryCheck:
    """``tolerance`` is absolute; ``axis`` is 0, 1 or 2 for a part of a vector."""

    at: Range
    text: str
    name: str
    axis: int | None
    operator: str
    value: float
    tolerance: float

    def holds(self, measured: float) -> bool:
        match self.operator:
            case "=" | "==":
                return abs(measured - self.value) <= self.tolerance
            case "!=":
                return abs(measured - self.value) > self.tolerance
            case "<":
                return measured < self.value + self.tolerance
            case "<=":
                return measured <= self.value + self.tolerance
            case ">":
                return measured > self.value - self.tolerance
        return measured >= self.value - self.tolerance


def find_checks(lines: LineIndex) -> Iterator[GeometryCheck | Diagnostic]:
    """The checks of a text in order; a line that is meant to be one and is not gives a warning."""
    for number in range(lines.line_count):
        text = lines.line_text(number)
        found = _LINE.search(text) if "hardsight:" in text else None
        if found is None:
            continue
        at = Range.of(number, found.start(), number, len(text.rstrip()))
        body = found["body"].strip()
        check = _CHECK.match(body)
        if check is None:
            message = f"not a check: {body!r}; write for example  # hardsight: volume = 1234 ± 1%"
            yield Diagnostic(at, Severity.WARNING, "check-unreadable", message, "cadquery", Stage.RUN)
            continue
        value = _WORDS.get(check["value"].lower()) if check["value"].isalpha() else float(check["value"])
        assert value is not None
        tolerance = float(check["tolerance"]) if check["tolerance"] else 0.0
        if check["percent"]:
            tolerance *= abs(value) / 100.0
        if not check["tolerance"] and check["op"] in ("=", "==", "!="):
            tolerance = 1e-6 * max(1.0, abs(value))
        axis = "xyz".index(check["axis"].lower()) if check["axis"] else None
        yield GeometryCheck(at, body, check["name"].lower(), axis, check["op"], value, tolerance)


def run_checks(lines: LineIndex, metrics: Mapping[str, Any]) -> list[Diagnostic]:
    """A diagnostic for each check that does not hold or cannot be read. ``metrics`` are plain values by name."""
    found: list[Diagnostic] = []
    for check in find_checks(lines):
        if isinstance(check, Diagnostic):
            found.append(check)
            continue
        measured = metrics.get(check.name)
        if isinstance(measured, (tuple, list)) and check.axis is not None:
            measured = measured[check.axis]
        if not isinstance(measured, (int, float)):
            known = ", ".join(sorted(metrics))
            message = f"{check.name} was not measured; known are {known}"
            found.append(Diagnostic(check.at, Severity.WARNING, "check-unreadable", message, "cadquery", Stage.RUN))
        elif not check.holds(float(measured)):
            message = f"check fails: {check.text}, but it is {measured:g}"
            data = {"metric": check.name, "expected": check.value, "measured": float(measured)}
            found.append(
                Diagnostic(check.at, Severity.ERROR, "check-failed", message, "cadquery", Stage.RUN, data=data)
            )
    return found
