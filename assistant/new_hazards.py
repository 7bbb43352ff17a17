"""Hazards that a repair brought in, or that were hidden until it let the tools see the code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.change import changed_lines
from assistant.equivalence import names_in
from assistant.hazards import CHANGES_BEHAVIOUR, cut_nets, hazard, hazards, kinds
from assistant.signal_flow import signal_flow
from assistant.tokens import Kind, tokenize
from assistant.weakening import hunks
from backends.environment import Domain
from backends.outcome import Diagnostic, Label, Outcome

INTEGER_BITS = 32


@dataclass(frozen=True, slots=True)
class NewHazards:
    """``against`` rejects a repair; ``questions`` only a testbench can answer."""

    against: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def new_hazards(before: Outcome | None, after: Outcome, old: str, new: str) -> NewHazards:
    """What a tool warns of after a repair that it did not warn of before.

    When the tool had seen through the old code, more of a kind is enough to reject. When it had not, a hazard may have been
    there all along: it counts against the repair when it is about something that the repair declared, and otherwise leaves
    open whether the code does what was meant.
    """
    warned = hazards(after)
    if not warned:
        return NewHazards()
    if before is not None and not before.label.failed and not before.errors and before.label is not Label.UNAVAILABLE:
        return NewHazards(_more(before, after, warned))
    written, lines = _written_names(old, new), changed_lines(old, new)
    against: list[str] = []
    questions: list[str] = []
    for diagnostic in warned:
        kind = hazard(diagnostic)
        message = f"{after.tool} warns of {kind} in line {diagnostic.range.start.line + 1}: {diagnostic.message}"
        if kind == "no driver" and names_in(diagnostic) & written and diagnostic.range.start.line in lines:
            against.append(message)
        elif kind == "lost bits" and _is_slight(diagnostic) and not _touches(diagnostic, written, lines, new):
            # Widths that the repair has nothing to do with: the author's own.
            continue
        elif kind == "undeclared net" and diagnostic not in cut_nets(after.diagnostics) and _joins(diagnostic, new):
            # One bit, as the language has it, that is both driven and read.
            continue
        elif kind in CHANGES_BEHAVIOUR:
            questions.append(message)
    return NewHazards(tuple(against), tuple(questions))


def scalar_counters(code: str) -> tuple[str, ...]:
    """Variables of one bit that are counted up or down: no tool complains, and the range was most likely forgotten."""
    tokens = tokenize(code, Domain.VERILOG)
    scalars: set[str] = set()
    for index, token in enumerate(tokens[:-1]):
        at = index + 1
        while token.text in ("reg", "logic") and at < len(tokens) and tokens[at].kind is Kind.NAME:
            scalars.add(tokens[at].text)
            at += 2 if at + 1 < len(tokens) and tokens[at + 1].text == "," else len(tokens)
    counted = (
        a.text
        for a, sign, b, step in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)
        if a.text in scalars and sign.text in ("<=", "=") and b.text == a.text and step.text in ("+", "-")
    )
    return tuple(dict.fromkeys(counted))


def _joins(diagnostic: Diagnostic, code: str) -> bool:
    """Whether a net leads from one process, assignment or instance to another, and so is no slip of the pen."""
    flow = signal_flow(code)
    items = flow.items if flow else ()
    names = names_in(diagnostic)
    return any(writer is not reader and names & writer.writes & reader.reads for writer in items for reader in items)


def _more(before: Outcome, after: Outcome, warned: Sequence[Diagnostic]) -> tuple[str, ...]:
    found = []
    for kind in kinds(warned) - kinds(hazards(before)):
        last = [d for d in warned if hazard(d) == kind][-1]
        found.append(f"{after.tool} now warns of {kind} in line {last.range.start.line + 1}: {last.message}")
    return tuple(found)


def _is_slight(diagnostic: Diagnostic) -> bool:
    """Whether fewer than half of the bits are lost, or those of an integer: no sign of a forgotten range."""
    widths = sorted(
        int(n) for pair in re.findall(r"\b(\d+)[ -]bits?\b|\bfrom (\d+) to", diagnostic.message) for n in pair if n
    )
    return len(widths) == 2 and (widths[1] == INTEGER_BITS or widths[1] < 2 * widths[0])


def _touches(diagnostic: Diagnostic, written: frozenset[str], lines: frozenset[int], code: str) -> bool:
    """Whether the repair wrote in the line of a complaint, or wrote a name that stands in it."""
    line = diagnostic.range.start.line
    texts = code.split("\n")
    words = set(re.findall(r"[A-Za-z_]\w*", texts[line])) if line < len(texts) else set()
    return line in lines or bool(words & written)


def _written_names(old: str, new: str) -> frozenset[str]:
    changed = hunks(tokenize(old, Domain.VERILOG), tokenize(new, Domain.VERILOG))
    return frozenset(t.text for h in changed for t in h.new if t.kind is Kind.NAME)
