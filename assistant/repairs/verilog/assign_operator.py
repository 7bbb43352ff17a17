"""``assign a <= b;``: a continuous assignment takes ``=``."""

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
            f"the continuous assignment on line {view.line(a.operator)} uses `<=`, which belongs to clocked procedures",
            0.95,
        )
        for module in view.modules
        for a in module.assignments
        if a.where == "assign" and source.word(a.operator) == "<="
    ]
    yield from together(found, "Write all continuous assignments with `=`")


REPAIR = scanning("assign_operator", find, safe=True)
