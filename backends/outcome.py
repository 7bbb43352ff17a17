"""What a tool said about a piece of code: the vocabulary every layer shares.

Positions are zero-based lines and zero-based columns counted in Unicode code points (indices into a Python ``str``).
The server converts to the client's encoding at its edge; nothing below it knows about UTF-16.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Label(StrEnum):
    """The verdict on one run of one tool. ``UNAVAILABLE`` is never a pass."""

    PASS = "PASS"
    COMPILATION_ERROR = "COMPILATION_ERROR"
    RUNTIME_ERROR = "RUNTIME_ERROR"
    MEMORY_FAULT = "MEMORY_FAULT"
    WRONG_OUTPUT = "WRONG_OUTPUT"
    RESOURCE_EXCEEDED = "RESOURCE_EXCEEDED"
    TIMEOUT = "TIMEOUT"
    UNAVAILABLE = "UNAVAILABLE"

    @property
    def failed(self) -> bool:
        """True when a tool ran and the code did not pass it."""
        return self not in (Label.PASS, Label.UNAVAILABLE)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"


class Stage(StrEnum):
    """The step of the toolchain that spoke."""

    STATIC = "static"
    LINT = "lint"
    COMPILE = "compile"
    SIMULATE = "simulate"
    SYNTHESIZE = "synthesize"
    PLACE = "place"
    EQUIVALENCE = "equivalence"
    RUN = "run"


class Provenance(StrEnum):
    REAL = "real"
    PREDICTED = "predicted"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Zero-based line and column; columns count code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Range:
    """Half-open: ``end`` is the first position after the text."""

    start: Position
    end: Position

    @classmethod
    def of(cls, line: int, column: int, end_line: int, end_column: int) -> Range:
        return cls(Position(line, column), Position(end_line, end_column))

    @classmethod
    def line(cls, line: int, text: str = "") -> Range:
        """The visible part of one line (``text`` is that line's content)."""
        indent = len(text) - len(text.lstrip())
        return cls.of(line, indent, line, max(len(text.rstrip()), indent + 1))

    def contains(self, position: Position) -> bool:
        return self.start <= position <= self.end

    def to_json(self) -> dict[str, Any]:
        return {
            "start": {"line": self.start.line, "character": self.start.column},
            "end": {"line": self.end.line, "character": self.end.column},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Range:
        start, end = data["start"], data["end"]
        return cls.of(start["line"], start["character"], end["line"], end["character"])


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a diagnostic (the earlier driver, the declaration)."""

    range: Range
    message: str
    path: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"range": self.range.to_json(), "message": self.message, "path": self.path}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Related:
        return cls(Range.from_json(data["range"]), data["message"], data.get("path"))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One complaint of one tool.

    ``path`` is ``None`` when the place is in the checked file itself, else the absolute path of the header, testbench
    or module it is in. ``data`` holds facts a repair can use (``{"name": "cnt", "width": 4}``); it is JSON.
    """

    range: Range
    severity: Severity
    code: str
    message: str
    source: str
    stage: Stage = Stage.STATIC
    path: str | None = None
    related: tuple[Related, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "range": self.range.to_json(),
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "source": self.source,
            "stage": str(self.stage),
        }
        if self.path is not None:
            out["path"] = self.path
        if self.related:
            out["related"] = [r.to_json() for r in self.related]
        if self.data:
            out["data"] = dict(self.data)
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Diagnostic:
        return cls(
            range=Range.from_json(data["range"]),
            severity=Severity(data["severity"]),
            code=data["code"],
            message=data["message"],
            source=data["source"],
            stage=Stage(data.get("stage", "static")),
            path=data.get("path"),
            related=tuple(Related.from_json(r) for r in data.get("related", ())),
            data=data.get("data", {}),
        )


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with its unit (``LUT``, ``MHz``, ``byte``, ``mm^3``). Vectors (a bounding box) are tuples."""

    value: float | int | tuple[float, ...]
    unit: str = ""

    def to_json(self) -> dict[str, Any]:
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"value": value, "unit": self.unit}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Metric:
        value = data["value"]
        return cls(tuple(value) if isinstance(value, list) else value, data.get("unit", ""))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tool answered (or is predicted to answer) for one piece of code in one environment.

    ``seconds`` is wall time of the tool; ``tool_version`` what was recorded of it; ``artifacts`` maps a name
    (``picture.svg``, ``part.step``, ``wave.vcd``, ``mesh.json``) to an absolute path in the cache directory.
    """

    tool: str
    stage: Stage
    label: Label
    diagnostics: tuple[Diagnostic, ...] = ()
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    log: str = ""
    seconds: float = 0.0
    provenance: Provenance = Provenance.REAL
    probability: float | None = None
    tool_version: str = ""
    target: str | None = None
    artifacts: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    def with_seconds(self, seconds: float) -> Outcome:
        return replace(self, seconds=seconds)

    def to_json(self) -> dict[str, Any]:
        return {
            "tool": self.tool,
            "stage": str(self.stage),
            "provenance": str(self.provenance),
            "probability": self.probability,
            "label": str(self.label),
            "diagnostics": [d.to_json() for d in self.diagnostics],
            "metrics": {k: m.to_json() for k, m in self.metrics.items()},
            "log": self.log,
            "seconds": self.seconds,
            "tool_version": self.tool_version,
            "target": self.target,
            "artifacts": dict(self.artifacts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        return cls(
            tool=data["tool"],
            stage=Stage(data["stage"]),
            label=Label(data["label"]),
            diagnostics=tuple(Diagnostic.from_json(d) for d in data.get("diagnostics", ())),
            metrics={k: Metric.from_json(m) for k, m in data.get("metrics", {}).items()},
            log=data.get("log", ""),
            seconds=data.get("seconds", 0.0),
            provenance=Provenance(data.get("provenance", "real")),
            probability=data.get("probability"),
            tool_version=data.get("tool_version", ""),
            target=data.get("target"),
            artifacts=data.get("artifacts", {}),
        )

    @classmethod
    def unavailable(cls, tool: str, stage: Stage, why: str) -> Outcome:
        """The tool is missing or cannot be used here; ``why`` says what to install or change."""
        return cls(tool=tool, stage=stage, label=Label.UNAVAILABLE, log=why)
