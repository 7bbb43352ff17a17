"""Labelled turns: a recipe with what every real tool said of its code, as a row of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.outcome import Label, Outcome, Provenance
from training.recipes import Recipe

METRICS = {
    "luts", "flip_flops", "cells", "latches", "logic_depth", "carry_cells", "block_rams", "dsps", "memory_bits",
    "combinational_loops", "multiple_drivers", "shared_bytes", "registers", "spill_bytes", "occupancy", "configurations",
    "valid", "watertight", "solids", "shells", "faces", "edges", "parts", "volume", "area", "bounding_box", "interference",
}  # fmt: skip
"""What is kept of ``Outcome.metrics``."""
SIGNIFICANT_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What one tool said. ``line`` (zero-based; -1 when there is none), ``code`` and ``signal`` are those of its first error
    in the checked file; ``errors`` is how many it found there."""

    tool: str
    label: Label
    line: int = -1
    code: str = ""
    signal: str = ""
    errors: int = 0
    metrics: Mapping[str, float | tuple[float, ...]] | None = None
    milliseconds: int = 0
    version: str = ""

    @classmethod
    def of(cls, outcome: Outcome) -> Answer:
        """Raises ``ValueError`` for what is not a real verdict."""
        if outcome.label is Label.UNAVAILABLE or outcome.provenance is not Provenance.REAL:
            raise ValueError(f"{outcome.tool} gave no verdict")
        errors = [d for d in outcome.errors if d.path is None]
        first = errors[0] if errors else None
        return cls(
            tool=outcome.tool,
            label=outcome.label,
            line=first.range.start.line if first else -1,
            code=first.code if first else "",
            signal=str(first.data.get("signal", "")) if first else "",
            errors=len(errors),
            metrics={k: _rounded(m.value) for k, m in outcome.metrics.items() if k in METRICS},
            milliseconds=round(1000 * outcome.seconds),
            version=outcome.tool_version,
        )

    def to_json(self) -> dict[str, Any]:
        """Without the fields that say nothing."""
        found: dict[str, Any] = {"tool": self.tool, "label": str(self.label), "ms": self.milliseconds}
        if self.line >= 0:
            found["line"] = self.line
        found |= {k: v for k in ("code", "signal", "errors", "version") if (v := getattr(self, k))}
        return found | ({"metrics": dict(self.metrics)} if self.metrics else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        metrics = {k: tuple(v) if isinstance(v, list) else v for k, v in (data.get("metrics") or {}).items()}
        return cls(
            data["tool"], Label(data["label"]), data.get("line", -1), data.get("code", ""), data.get("signal", ""),
            data.get("errors", 0), metrics, data.get("ms", 0), data.get("version", ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    """``digest`` is ``short_digest`` of the code that ``recipe`` makes; ``lines`` its length."""

    number: int
    recipe: Recipe
    digest: str
    lines: int
    answers: tuple[Answer, ...]

    def answer(self, tool: str) -> Answer | None:
        return next((a for a in self.answers if a.tool == tool), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "turn": self.number,
            **self.recipe.to_json(),
            "sha256": self.digest,
            "lines": self.lines,
            "answers": [a.to_json() for a in self.answers],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> LabelledTurn:
        answers = tuple(Answer.from_json(a) for a in data["answers"])
        return cls(data["turn"], Recipe.from_json(data), data["sha256"], data["lines"], answers)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a file that a killed process may have left with half a line at its end, or in it."""
    if not path.is_file():
        return
    with path.open("r", encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and "turn" in row:
                yield row


def _rounded(value: float | tuple[float, ...]) -> float | tuple[float, ...]:
    if isinstance(value, tuple):
        return tuple(float(f"{v:.{SIGNIFICANT_DIGITS}g}") for v in value)
    return value if isinstance(value, int) else float(f"{value:.{SIGNIFICANT_DIGITS}g}")
