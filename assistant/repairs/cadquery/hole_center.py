"""A hole beside the part: its workplane kept the old origin where the middle of the face was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    while isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        if method_of(call) == "workplane":
            if any(k.arg in ("centerOption", "origin") for k in call.keywords) or len(call.args) > 2:
                return
            end = view.sites.node_range(call).end
            closing = type(end)(end.line, end.column - 1)
            comma = ", " if call.args or call.keywords else ""
            yield Finding(
                (view.insert(closing, f'{comma}centerOption="CenterOfMass"'),), "Centre the workplane on its face",
                "a workplane keeps the origin of the one before it unless it is told to take the middle of the face",
                0.6, ambiguous=True,
            )  # fmt: skip
            return
        call = call.func.value if isinstance(call.func.value, ast.Call) else None


REPAIR = repair("hole-center", find, "hole-outside", "cut-no-effect")
