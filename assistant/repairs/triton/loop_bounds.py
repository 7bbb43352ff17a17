"""A loop over a floating-point or block bound: integer division, or one value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.expr)
    if node is None:
        loop = view.node_at(diagnostic.range, ast.For)
        node = None if loop is None else loop.iter
    if node is None:
        return
    division = next((n for n in ast.walk(node) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)), None)
    if division is not None:
        left, right = view.text(division.left), view.text(division.right)
        yield Finding(
            (view.replace(division, f"tl.cdiv({left}, {right})"),),
            "Divide with `tl.cdiv`",
            "`/` gives a float; rounding up covers the last, partial block",
            0.85,
        )
        yield Finding(
            (view.replace(division, f"{left} // {right}"),),
            "Divide with `//`",
            "`/` gives a float; a loop counts in integers",
            0.7,
            True,
        )
    elif isinstance(node, ast.Name) and diagnostic.data.get("float"):
        yield Finding(
            (view.behind(node, ".to(tl.int32)"),), "Convert the bound to an integer", "a loop counts in integers", 0.7
        )


REPAIR = triton_repair("loop_bounds", ("loop-bounds",), find)
