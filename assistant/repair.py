"""The protocol of deterministic repairs: a diagnostic in, edits out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Outcome, Range
from backends.text import LineIndex


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``range`` of the checked file by ``text`` (an insertion when the range is empty)."""

    range: Range
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"range": self.range.to_json(), "newText": self.text}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One possible repair, not yet verified.

    ``diagnosis`` is one sentence in the engineer's words: what the tool said, what causes it, what follows.
    ``confidence`` in (0, 1] ranks proposals before any check. ``ambiguous`` is true when the tools' passing does not
    settle that this is what was meant (another proposal changes the behaviour differently); such a fix needs a
    testbench, reference or user to become ``verified``.
    """

    repair: str
    title: str
    diagnosis: str
    edits: tuple[Edit, ...]
    confidence: float = 0.5
    ambiguous: bool = False
    diagnostic: Diagnostic | None = None


@dataclass(frozen=True)
class RepairContext:
    """The code with everything the tools said of it; parsed forms are made once and shared by all repairs."""

    code: str
    environment: Environment
    outcomes: tuple[Outcome, ...]
    parsed: dict[str, Any] = field(default_factory=dict, compare=False)
    """Cache of derived forms, keyed by name (``"slang.tree"``, ``"tokens"``, ``"ast"``)."""

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self.code)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(d for o in self.outcomes for d in o.diagnostics)


@runtime_checkable
class Repair(Protocol):
    """``codes`` are the diagnostic codes (``"slang:UndeclaredIdentifier"``, or ``"*"``) it may answer to.

    ``safe`` marks repairs that fix-all may apply without asking.
    """

    name: str
    domain: Domain
    codes: frozenset[str]
    safe: bool

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]: ...


def apply_edits(code: str, edits: Iterable[Edit]) -> str:
    """The code with all edits applied; raises ``ValueError`` when two of them overlap."""
    index = LineIndex(code)
    spans = sorted((index.offset(e.range.start), index.offset(e.range.end), e.text) for e in edits)
    pieces, at = [], 0
    for start, end, text in spans:
        if start < at:
            raise ValueError("overlapping edits")
        pieces += [code[at:start], text]
        at = end
    pieces.append(code[at:])
    return "".join(pieces)
