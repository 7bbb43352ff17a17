"""How a Verilog repair is written: a function that finds changes, wrapped into the ``Repair`` protocol.

A *pointed* repair looks at the place of one diagnostic. A *scanning* repair looks over the whole file for a mistake it
knows, since after a syntax error the front end often complains far from the cause; what it finds is offered with the
diagnostic nearest to it, once, and mends all places of that kind together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.repair import Edit, Proposal, RepairContext
from assistant.repairs.verilog.outline import Module, Outline, outline_of
from assistant.repairs.verilog.tokens import Source, source_of
from backends.environment import Domain
from backends.outcome import Diagnostic, Position, Severity

Change = tuple[int, int, str]
"""Replace the string offsets ``[start, end)`` by a text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One possible repair: ``cause`` completes "slang says …: " to the diagnosis of the proposal."""

    changes: tuple[Change, ...]
    title: str
    cause: str
    confidence: float = 0.5
    ambiguous: bool = False


class View:
    """What a repair looks at: the context with its tokens and outline."""

    def __init__(self, context: RepairContext) -> None:
        self.context = context
        self.code = context.code
        self.source: Source = source_of(context)
        self.outline: Outline = outline_of(context)

    @property
    def modules(self) -> list[Module]:
        return self.outline.modules

    def offset(self, diagnostic: Diagnostic) -> int:
        return self.context.lines.offset(diagnostic.range.start)

    def token_at(self, diagnostic: Diagnostic) -> int:
        """Index of the token at the diagnostic's place, or of the next one when it stands in white space."""
        offset = self.offset(diagnostic)
        i = self.source.at(offset)
        if i >= 0 and self.source[i].end > offset:
            return i
        return self.source.after(offset)

    def line(self, index: int) -> int:
        """One-based line of a token, for messages."""
        return self.source[index].line + 1

    def replace(self, first: int, last: int, text: str) -> Change:
        """Replace the tokens ``first`` … ``last``."""
        return (self.source[first].start, self.source[last].end, text)

    def before(self, index: int, text: str) -> Change:
        at = self.source[index].start if index < len(self.source) else len(self.code)
        return (at, at, text)

    def behind(self, index: int, text: str) -> Change:
        at = self.source[index].end if index >= 0 else 0
        return (at, at, text)

    def remove(self, first: int, last: int) -> Change:
        """Remove tokens with the white space before them; a line left empty goes too."""
        start, end = self.source[first].start, self.source[last].end
        line_start = self.code.rfind("\n", 0, start) + 1
        line_end = self.code.find("\n", end)
        line_end = len(self.code) if line_end < 0 else line_end
        if not self.code[line_start:start].strip() and not self.code[end:line_end].strip():
            return (line_start, min(line_end + 1, len(self.code)), "")
        while start > line_start and self.code[start - 1] in " \t":
            start -= 1
        if start == line_start:
            start = self.source[first].start
            while end < line_end and self.code[end] in " \t":
                end += 1
        return (start, end, "")

    def new_line_before(self, index: int, text: str) -> Change:
        """``text`` as lines of their own above the token's line, with its indentation."""
        first = self.source.first_on_line(index)
        indent = self.source.indent(first)
        start = self.code.rfind("\n", 0, self.source[first].start) + 1
        return (start, start, "".join(f"{indent}{line}\n" if line else "\n" for line in text.split("\n")))

    def new_line_behind(self, index: int, text: str, indent: str | None = None) -> Change:
        """``text`` as lines of their own below the token's line."""
        last = self.source.last_on_line(index)
        if indent is None:
            indent = self.source.indent(index)
        end = self.code.find("\n", self.source[last].end)
        lines = "".join(f"{indent}{line}\n" if line else "\n" for line in text.split("\n"))
        if end < 0:
            return (len(self.code), len(self.code), "\n" + lines.rstrip("\n") + "\n")
        return (end + 1, end + 1, lines)


Pointed = Callable[[Diagnostic, View], Iterable[Finding]]
Scanning = Callable[[View], Iterable[Finding]]


@dataclass(slots=True, eq=False)
class VerilogRepair:
    """The ``Repair`` protocol around a finding function."""

    name: str
    codes: frozenset[str]
    find: Callable[[Diagnostic, RepairContext], Iterable[Finding]]
    safe: bool = False
    domain: Domain = Domain.VERILOG

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterator[Proposal]:
        for finding in self.find(diagnostic, context):
            yield Proposal(
                repair=self.name,
                title=finding.title,
                diagnosis=f"{_said(diagnostic)}: {finding.cause}",
                edits=tuple(Edit(context.lines.span(start, end), text) for start, end, text in finding.changes),
                confidence=finding.confidence,
                ambiguous=finding.ambiguous,
                diagnostic=diagnostic,
            )


def pointed(name: str, codes: Iterable[str], find: Pointed, *, safe: bool = False) -> VerilogRepair:
    """A repair that answers the given ``"source:Code"`` diagnostics at their place."""

    def located(diagnostic: Diagnostic, context: RepairContext) -> Iterable[Finding]:
        if diagnostic.path is not None and diagnostic.path != context.environment.path:
            return ()
        return find(diagnostic, view_of(context))

    return VerilogRepair(name, frozenset(codes), located, safe)


def scanning(name: str, find: Scanning, *, codes: Iterable[str] = ("*",), safe: bool = False) -> VerilogRepair:
    """A repair that knows a mistake by its looks. It speaks only when some tool reported an error (or one of ``codes``)."""
    wanted = frozenset(codes)

    def nearest(diagnostic: Diagnostic, context: RepairContext) -> Iterable[Finding]:
        key = f"verilog.findings.{name}"
        found = context.parsed.get(key)
        if found is None:
            found = context.parsed[key] = tuple(find(view_of(context)))
        for finding in found:
            place = context.lines.position(min((c[0] for c in finding.changes), default=0)).line
            if responsible(context, place, wanted) is diagnostic:
                yield finding

    return VerilogRepair(name, wanted, nearest, safe)


def responsible(context: RepairContext, line: int, codes: frozenset[str]) -> Diagnostic | None:
    """Which of the diagnostics named by ``codes`` (``*`` stands for all errors) a mistake on ``line`` answers to."""
    best: Diagnostic | None = None
    best_rank: tuple[int, Position] | None = None
    for diagnostic in context.diagnostics:
        named = answers(codes - {"*"}, diagnostic)
        if not named and not ("*" in codes and diagnostic.severity is Severity.ERROR):
            continue
        foreign = diagnostic.path is not None and diagnostic.path != context.environment.path
        distance = 1 << 30 if foreign else abs(diagnostic.range.start.line - line)
        # The first on its line, which is what a search looks at first.
        rank = (distance, diagnostic.range.start)
        if best_rank is None or rank < best_rank:
            best, best_rank = diagnostic, rank
    return best


def answers(codes: frozenset[str], diagnostic: Diagnostic) -> bool:
    """True when ``codes`` name the diagnostic: exactly, or all (``*``)."""
    return bool(codes & {f"{diagnostic.source}:{diagnostic.code}", "*"})


def view_of(context: RepairContext) -> View:
    view = context.parsed.get("verilog.view")
    if view is None:
        view = context.parsed["verilog.view"] = View(context)
    return view  # type: ignore[no-any-return]


def _said(diagnostic: Diagnostic) -> str:
    place = f"line {diagnostic.range.start.line + 1}"
    return f"{diagnostic.source} reports “{diagnostic.message}” at {place}"
