"""``HALF = BLOCK // 2`` used as a size: without ``: tl.constexpr`` the assignment makes a tensor of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Change, Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    kernel = view.kernel_at(diagnostic.range)
    if kernel is None:
        return
    names = [str(n) for n in diagnostic.data.get("folded", ())] or [str(diagnostic.data.get("name", ""))]
    changes: list[Change] = []
    for name in names:
        assignments = [
            n for n in kernel.body_nodes
            if isinstance(n, ast.Assign) and len(n.targets) == 1 and isinstance(n.targets[0], ast.Name) and n.targets[0].id == name
        ]  # fmt: skip
        if len(assignments) != 1:
            return
        end = view.span(assignments[0].targets[0])[1]
        changes.append((end, end, ": tl.constexpr"))
    listed = ", ".join(f"`{n}`" for n in names)
    if changes:
        yield Finding(
            tuple(changes),
            f"Declare {listed} as `tl.constexpr`",
            f"the assignment of {listed} makes a tensor of a constant",
            0.92,
        )


REPAIR = triton_repair(
    "constexpr_variable", ("arange-constexpr", "shape-constexpr", "static-range-constexpr", "string-assignment"), find
)
