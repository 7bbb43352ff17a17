"""Repairs for the loop's own tests, each a few lines, some of them deliberately bad."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.proposals import Repairs
from assistant.repair import Edit, Proposal, RepairContext
from backends.environment import Domain
from backends.outcome import Diagnostic, Position, Range


def insertion(line: int, column: int, text: str) -> Edit:
    return Edit(Range.of(line, column, line, column), text)


@dataclass(frozen=True)
class MissingToken:
    name: str = "missing-token"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"slang:ExpectedToken"})
    safe: bool = True

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        at, token = diagnostic.data["insert"], diagnostic.data["expected"]
        yield Proposal(
            self.name,
            f"Insert `{token}`",
            f"line {at['line'] + 1} lacks `{token}`",
            (insertion(at["line"], at["character"], token),),
            0.9,
        )


@dataclass(frozen=True)
class NearestName:
    name: str = "nearest-name"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"slang:UndeclaredIdentifier", "slang:TypoIdentifier"})
    safe: bool = False

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        wrong = diagnostic.data["name"]
        names = sorted(set(re.findall(r"\b(?:input|output|wire|reg)\b[^;,)]*?\b(\w+)\s*(?=[;,)=])", context.code)))
        for name in difflib.get_close_matches(wrong, names, 3, 0.5):
            confidence = difflib.SequenceMatcher(None, wrong, name).ratio()
            yield Proposal(
                self.name,
                f"Change to `{name}`",
                f"`{wrong}` is not declared; `{name}` is",
                (Edit(diagnostic.range, name),),
                confidence,
            )


@dataclass(frozen=True)
class OutputReg:
    name: str = "output-reg"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"slang:AssignToNet"})
    safe: bool = True

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        start, end = (context.lines.offset(p) for p in (diagnostic.range.start, diagnostic.range.end))
        name = context.code[start:end]
        declared = re.search(rf"\boutput\s+(?!reg)(?=[^;,)]*\b{name}\b)", context.code)
        if declared:
            at = context.lines.position(declared.end())
            diagnosis = f"`{name}` is assigned in a procedure, so it must be a variable"
            yield Proposal(
                self.name, f"Declare `{name}` as reg", diagnosis, (insertion(at.line, at.column, "reg "),), 0.9
            )


@dataclass(frozen=True)
class DeleteLine:
    """Makes any complaint go away, and is never a fix."""

    name: str = "delete-line"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"*"})
    safe: bool = True

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        line = diagnostic.range.start.line
        if diagnostic.path is None:
            yield Proposal(self.name, "Delete", "away with it", (Edit(Range.of(line, 0, line + 1, 0), ""),), 1.0)


@dataclass(frozen=True)
class DefaultAssignment:
    """A latch of a combinational block gets a value first."""

    name: str = "default-assignment"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"verilator:LATCH"})
    safe: bool = False
    values: tuple[str, ...] = ("0",)
    ambiguous: bool = False

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        line = diagnostic.range.start.line
        column = len(context.lines.line_text(line))
        for value in self.values:
            text = f" {diagnostic.data['names'][0]} = {value};"
            title = f"Start with {value}"
            edits = (insertion(line, column, text),)
            yield Proposal(self.name, title, "some path assigns nothing", edits, 0.7, self.ambiguous)


@dataclass(frozen=True)
class OtherOperator:
    """Answers a wrong simulation by trying other operators."""

    name: str = "other-operator"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"*"})
    safe: bool = False

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        if diagnostic.source == "slang" or diagnostic.source == "yosys":
            return
        for match in re.finditer(r" (\+|-) ", context.code):
            start = context.lines.position(match.start(1))
            new = "-" if match[1] == "+" else "+"
            edit = Edit(Range(start, Position(start.line, start.column + 1)), new)
            yield Proposal(self.name, f"Change to {new}", "the sum is wrong", (edit,), 0.5)


@dataclass(frozen=True)
class Faulty:
    """A repair with a bug."""

    name: str = "faulty"
    domain: Domain = Domain.VERILOG
    codes: frozenset[str] = frozenset({"*"})
    safe: bool = True

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        raise KeyError("a bug in a repair")


GOOD = Repairs([MissingToken(), NearestName(), OutputReg()])
