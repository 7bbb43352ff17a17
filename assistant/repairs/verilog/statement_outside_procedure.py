"""``if`` or ``case`` on signals at module level, outside any always block."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.outline import Statement
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        groups: list[list[Statement]] = []
        for statement in module.loose:
            if statement.kind not in ("if", "case", "assign"):
                continue
            if groups and groups[-1][-1].last + 1 == statement.first:
                groups[-1].append(statement)
            else:
                groups.append([statement])
        for group in groups:
            if all(s.kind == "assign" for s in group):
                continue
            first, last = group[0].first, group[-1].last
            indent = source.indent(first)
            yield Finding(
                (view.before(first, f"always @(*) begin\n{indent}"), view.behind(last, f"\n{indent}end")),
                "Put the statement into `always @(*)`",
                f"the `{source.word(first)}` on line {view.line(first)} is a statement at module level; "
                f"combinational logic of this form stands in an always block",
                0.85,
                # ``<=`` is how registers are written: then the head of a clocked block may be what is missing.
                ambiguous=any(source.word(i) == "<=" and _assigns(view, i) for i in range(first, last + 1)),
            )


def _assigns(view: View, i: int) -> bool:
    """The operator is a statement's, not a comparison's."""
    module = view.outline.module_at(i)
    loose = module.loose if module is not None else []
    return any(s.operator == i for statement in loose for s in statement.walk())


REPAIR = scanning("statement_outside_procedure", find)
