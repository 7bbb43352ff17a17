"""``kernel[n](...)``: a grid is a tuple."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    text = diagnostic.data.get("text")
    node = view.node_at(diagnostic.range, ast.expr)
    if isinstance(text, str) and node is not None:
        yield Finding(
            (view.replace(node, f"({text},)"),), f"Write `({text},)`", "Triton asks the grid for its length", 0.97
        )
    elif "'int' has no len()" in diagnostic.message:
        yield from _launch(diagnostic, view)


def _launch(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    """The grid of the launch at which running the file failed."""
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None or not isinstance(call.func, ast.Subscript) or isinstance(call.func.slice, (ast.Tuple, ast.Slice)):
        return
    grid = call.func.slice
    yield Finding(
        (view.replace(grid, f"({view.text(grid)},)"),),
        f"Write `({view.text(grid)},)`",
        "Triton asks the grid for its length",
        0.95,
    )


REPAIR = triton_repair("grid_tuple", ("launch-grid", "TypeError"), find, safe=True)
