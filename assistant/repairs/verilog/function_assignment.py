"""``<=`` in a function, which takes no time: its assignments are blocking."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found = [
        Finding(
            (view.replace(a.operator, a.operator, "="),),
            "Assign with `=`",
            f"the function assigns with `<=` on line {view.line(a.operator)}; a function takes no time, so it must use `=`",
            0.95,
        )
        for module in view.modules
        for a in module.assignments
        if a.where == "function"
        and a.procedure is not None
        and a.procedure.keyword == "function"
        and source.word(a.operator) == "<="
    ]
    yield from together(found, "Use `=` throughout the function")


REPAIR = scanning("function_assignment", find, safe=True)
