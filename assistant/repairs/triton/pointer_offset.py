"""A floating-point offset in an address: integer division, or a cast."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.expr)
    if node is None:
        return
    divisions = [n for n in ast.walk(node) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)]
    divisions = divisions or list(_behind_names(view, node))
    changes = []
    for division in divisions:
        start, end = view.span(division.left)[1], view.span(division.right)[0]
        changes.append((start, end, view.code[start:end].replace("/", "//", 1)))
    if changes:
        yield Finding(tuple(changes), "Divide with `//`", "`/` gives a float; an address needs an integer", 0.93)
    text = view.text(node)
    wrapped = text if isinstance(node, (ast.Name, ast.Call, ast.Subscript)) else f"({text})"
    yield Finding(
        (view.replace(node, f"{wrapped}.to(tl.int32)"),),
        "Convert the offset to an integer",
        "an address needs an integer offset",
        0.6,
        bool(changes),
    )


def _behind_names(view: View, node: ast.expr) -> Iterator[ast.BinOp]:
    """Divisions in the assignments of the names the offset is made of."""
    kernel = (
        next((k for k in view.model.kernels.values() if view.enclosing(node, ast.FunctionDef) is k.node), None)
        if view.model
        else None
    )
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    for statement in () if kernel is None else kernel.body_nodes:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and statement.targets[0].id in names
        ):
            for inner in ast.walk(statement.value):
                if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div):
                    yield inner


REPAIR = triton_repair("pointer_offset", ("pointer-offset",), find)
