"""``tl.program_id()`` without its axis, or with one that a grid does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_FUNCTIONS = ("program_id", "num_programs")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    kernel = view.kernel_at(diagnostic.range)
    call = view.node_at(diagnostic.range, ast.Call)
    if kernel is None or call is None or not isinstance(call.func, ast.Attribute) or call.func.attr not in _FUNCTIONS:
        return
    name = call.func.attr
    used = {
        a.value
        for n in kernel.body_nodes
        if isinstance(n, ast.Call) and n is not call and isinstance(n.func, ast.Attribute) and n.func.attr == name
        for a in [*n.args, *(k.value for k in n.keywords)]
        if isinstance(a, ast.Constant)
    }
    free = [axis for axis in (0, 1, 2) if axis not in used]
    for rank, axis in enumerate(free[:2]):
        start, end = view.span(call)
        text = f"{view.text(call.func)}({axis})"
        yield Finding(
            ((start, end, text),),
            f"Use axis {axis}",
            f"`{name}` needs an axis, and {axis} is the first free one",
            0.94 - 0.3 * rank,
            rank > 0,
        )


REPAIR = triton_repair("program_axis", ("missing-argument", "program-id-axis"), find)
