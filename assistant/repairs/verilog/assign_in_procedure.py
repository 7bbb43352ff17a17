"""``assign`` inside an always or initial block."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import operator_for
from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.outline import Module, Statement
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.statement_parser import target_names


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
                        0.8 if _lone_net(view, module, statement) else 0.92,
                    )
                )
    yield from together(found, "Remove `assign` inside procedures")
    yield from _outside(view)


def _outside(view: View) -> Iterator[Finding]:
    """A net that one ``assign`` drives keeps both its kind and its ``assign`` in front of the procedure."""
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for procedure in module.procedures:
            if not procedure.keyword.startswith("always") or procedure.body is None:
                continue
            always = list(_unconditional(procedure.body))
            for statement in procedure.statements():
                if source.word(statement.first) != "assign" or statement.operator < 0:
                    continue
                if not _lone_net(view, module, statement):
                    continue
                text = source.slice(statement.first, statement.operator - 1) + " = "
                text += source.slice(statement.operator + 1, statement.last)
                found.append(
                    Finding(
                        (
                            view.new_line_before(procedure.first, text),
                            view.remove(statement.first, statement.last),
                        ),
                        "Move `assign` out of the procedure",
                        f"`assign` on line {view.line(statement.first)} stands inside a procedure, but drives a net all the time",
                        0.95,
                        ambiguous=not any(s is statement for s in always),
                    )
                )
    yield from together(found, "Move `assign` out of the procedures")


def _lone_net(view: View, module: Module, statement: Statement) -> bool:
    """What the statement assigns are nets that nothing else drives."""
    names = {n for n, _ in target_names(view.source, statement.first + 1, statement.operator - 1)}
    declared = [d for n in names for d in module.declared(n) if d.place in ("header", "body")]
    if not declared or any(d.is_variable for d in declared):
        return False
    return sum(len(module.drivers(n)) for n in names) == len(names)


def _unconditional(statement: Statement) -> Iterator[Statement]:
    """The statements that run whenever this one does."""
    if statement.kind == "block":
        for child in statement.children:
            yield from _unconditional(child)
    else:
        yield statement


REPAIR = scanning("assign_in_procedure", find, safe=True)
