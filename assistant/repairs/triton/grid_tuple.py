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


REPAIR = triton_repair("grid_tuple", ("launch-grid",), find, safe=True)
