"""``y = a & b;`` or ``y <= a & b;`` at module level, without ``assign``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.keywords import NETS
from assistant.repairs.verilog.rule import Change, Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        changes: list[Change] = []
        line = 0
        for statement in module.loose:
            if statement.kind != "assign" or source.word(statement.operator) not in ("=", "<=", ":="):
                continue
            changes.append(view.before(statement.first, "assign "))
            if source.word(statement.operator) != "=":
                changes.append(view.replace(statement.operator, statement.operator, "="))
            line = line or view.line(statement.first)
        if changes:
            yield Finding(
                disjoint(changes),
                "Add `assign`",
                f"the assignment on line {line} stands at module level, where a net is driven by `assign`",
                0.93,
            )
        if module.loose and all(s.kind == "assign" for s in module.loose):
            yield from _in_a_procedure(view, module.loose, module.name)


def _in_a_procedure(view: View, statements: list, name: str) -> Iterator[Finding]:  # type: ignore[type-arg]
    """When what is assigned is declared a reg: the statements belong into an always block."""
    source = view.source
    module = next(m for m in view.modules if m.name == name)
    first, last = statements[0], statements[-1]
    declared = module.find(source.word(first.first))
    if declared is None or declared.kind in NETS or not declared.is_variable:
        return
    if any(b.first != a.last + 1 for a, b in pairwise(statements)):
        return
    yield Finding(
        (
            view.before(first.first, "always @(*) begin\n" + source.indent(first.first)),
            view.behind(last.last, "\n" + source.indent(first.first) + "end"),
        ),
        "Put the assignments into `always @(*)`",
        f"`{declared.name}` is a {declared.kind}, so the assignment on line {view.line(first.first)} belongs into a procedure",
        0.6,
    )


REPAIR = scanning("missing_assign", find)
