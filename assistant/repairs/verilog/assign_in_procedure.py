"""``assign`` inside an always or initial block."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import operator_for
from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.rule import Change, Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for procedure in module.procedures:
            for statement in procedure.statements():
                if source.word(statement.first) != "assign" or statement.operator < 0:
                    continue
                after = statement.first + 1
                changes: list[Change] = [(source[statement.first].start, source[after].start, "")]
                operator = operator_for(view, statement.operator, source.word(after))
                if operator != source.word(statement.operator):
                    changes.append(view.replace(statement.operator, statement.operator, operator))
                found.append(
                    Finding(
                        disjoint(changes),
                        "Remove `assign`",
                        f"`assign` on line {view.line(statement.first)} stands inside a procedure, "
                        f"where a plain assignment is meant",
                        0.92,
                    )
                )
    yield from together(found, "Remove `assign` inside procedures")


REPAIR = scanning("assign_in_procedure", find, safe=True)
