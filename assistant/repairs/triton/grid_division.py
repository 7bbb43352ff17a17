"""``(n // BLOCK,)`` as a grid leaves out the last, partly filled block: ``triton.cdiv``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    changes = []
    for node in view.nodes:
        if isinstance(node, ast.Tuple) and _is_grid(node, view):
            for part in node.elts:
                if isinstance(part, ast.BinOp) and isinstance(part.op, ast.FloorDiv):
                    changes.append(view.replace(part, f"triton.cdiv({view.text(part.left)}, {view.text(part.right)})"))
    if changes:
        yield Finding(
            tuple(changes),
            "Round the number of blocks up with `triton.cdiv`",
            "`//` leaves the last block out where the size is no multiple of it",
            0.75,
        )


def _is_grid(node: ast.Tuple, view: View) -> bool:
    """In ``kernel[...]``, in a lambda, or assigned to a name with ``grid`` in it."""
    parent = view.parents.get(id(node))
    if isinstance(parent, ast.Subscript):
        return parent.slice is node and isinstance(view.parents.get(id(parent)), ast.Call)
    if isinstance(parent, ast.Lambda):
        return True
    return isinstance(parent, ast.Assign) and "grid" in view.text(parent.targets[0]).lower()


REPAIR = triton_repair("grid_division", ("wrong-output",), find)
