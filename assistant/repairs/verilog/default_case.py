"""A case with two defaults."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.outline import Statement
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        for procedure in module.procedures:
            for statement in procedure.statements():
                if statement.kind != "case" or statement.labels.count(None) < 2:
                    continue
                bodies = [c for c, label in zip(statement.children, statement.labels, strict=True) if label is None]
                first, second = bodies[0], bodies[1]
                line = view.line(second.first)
                cause = f"the case has a second default on line {line}, which no value would ever reach"
                yield _joined(view, first, second, cause)
                start = second.first
                while source.word(start) != "default":
                    start -= 1
                yield Finding(
                    (view.remove(start, second.last),), "Remove the second default", cause, 0.6, ambiguous=True
                )


def _joined(view: View, first: Statement, second: Statement, cause: str) -> Finding:
    source = view.source
    start = second.first
    while source.word(start) != "default":
        start -= 1
    text = f"begin {source.slice(first.first, first.last)} {source.slice(second.first, second.last)} end"
    return Finding(
        disjoint((view.replace(first.first, first.last, text), view.remove(start, second.last))),
        "Join the two defaults",
        cause,
        0.7,
        ambiguous=True,
    )


REPAIR = scanning("default_case", find, codes=("slang:MultipleDefaultCases", "verilator:CASEOVERLAP", "*"))
