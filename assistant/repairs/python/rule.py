"""How a repair of Python text is written: candidates for one complaint, kept when the parser gets further with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.repair import Edit, Proposal, RepairContext, apply_edits
from backends.environment import Domain
from backends.outcome import Diagnostic, Position, Range
from backends.python_analysis import SOURCE, first_syntax_error
from backends.text import LineIndex

MAX_TRIED, MIN_TRIED = 80, 6
CHARACTERS_PARSED = 400_000
"""For one complaint, all tries together: about a tenth of a second, for which an editor may wait."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Edits that may put a complaint right; ``confidence`` ranks them before the parser has judged."""

    edits: tuple[Edit, ...]
    title: str
    cause: str
    confidence: float


@dataclass(frozen=True)
class Text:
    """The code as repairs of text look at it."""

    code: str
    lines: LineIndex

    def line(self, number: int) -> str:
        return self.lines.line_text(number)

    def indent(self, number: int) -> str:
        line = self.line(number)
        return line[: len(line) - len(line.lstrip())]

    def insert(self, line: int, column: int, text: str) -> Edit:
        return Edit(Range.of(line, column, line, column), text)

    def replace(self, line: int, start: int, end: int, text: str) -> Edit:
        return Edit(Range.of(line, start, line, end), text)

    def offset(self, position: Position) -> int:
        return self.lines.offset(position)


Find = Callable[[Diagnostic, Text], Iterable[Candidate]]


@dataclass(slots=True, eq=False)
class PythonRepair:
    """A ``Repair`` for one of the domains whose files are Python."""

    name: str
    find: Find
    codes: frozenset[str]
    domain: Domain
    syntax: bool = True
    """Whether it answers to syntax errors, and each candidate has to please the parser more than the text before."""
    safe: bool = False

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        if diagnostic.path is not None:
            return
        text = Text(context.code, context.lines)
        candidates: Iterable[Candidate] = self.find(diagnostic, text)
        if self.syntax:
            candidates = getting_further(candidates, diagnostic, text)
        for found in candidates:
            yield Proposal(
                self.name, found.title, f"Python says: {diagnostic.message}. {found.cause}", found.edits,
                found.confidence, diagnostic=diagnostic,
            )  # fmt: skip


def getting_further(candidates: Iterable[Candidate], diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    """Those after which the text compiles or fails in a later line, first those that leave nothing to complain of.

    Only the first error of a text can be judged so; candidates for later ones are given as they are.
    """
    before = first_syntax_error(text.code)
    if before is None or (before.lineno or 1) - 1 != diagnostic.range.start.line:
        yield from candidates
        return
    further = []
    tries = max(MIN_TRIED, min(MAX_TRIED, CHARACTERS_PARSED // (len(text.code) + 1)))
    for number, candidate in enumerate(candidates):
        if number == tries:
            break
        try:
            after = first_syntax_error(apply_edits(text.code, candidate.edits))
        except ValueError:
            continue
        if after is None:
            yield candidate
        elif _shift(candidate, after.lineno or 1) > (before.lineno or 1):
            further.append(candidate)
    for candidate in further[:2]:
        yield Candidate(candidate.edits, candidate.title, candidate.cause, candidate.confidence * 0.6)


def _shift(candidate: Candidate, line: int) -> int:
    """The line as the text before would count it, when edits added lines above it."""
    added = sum(
        e.text.count("\n") - (e.range.end.line - e.range.start.line) for e in candidate.edits if e.range.end.line < line
    )
    return line - added


@dataclass(frozen=True, slots=True)
class Rule:
    """A repair before it is given its domain."""

    name: str
    find: Find
    codes: tuple[str, ...]
    syntax: bool = True
    safe: bool = False

    def of(self, domain: Domain) -> PythonRepair:
        return PythonRepair(
            self.name, self.find, frozenset(f"{SOURCE}:{code}" for code in self.codes), domain, self.syntax, self.safe
        )


SYNTAX = ("SyntaxError", "IndentationError", "TabError")
