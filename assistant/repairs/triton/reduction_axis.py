"""``tl.sum(x, axis=1)`` of a block that has fewer dimensions: the last axis."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.expr)
    rank = diagnostic.data.get("rank")
    if node is None or not isinstance(rank, int) or rank < 1 or isinstance(node, ast.Attribute):
        return
    for order, axis in enumerate(range(rank - 1, -1, -1)):
        yield Finding(
            (view.replace(node, str(axis)),),
            f"Use axis {axis}",
            f"the block has {rank} dimension{'s' * (rank > 1)}",
            0.9 - 0.3 * order,
            rank > 1,
        )


REPAIR = triton_repair("reduction_axis", ("axis",), find)
