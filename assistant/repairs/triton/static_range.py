"""``tl.static_range`` over a value of the launch: ``tl.range``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    loop = next(
        (
            n
            for n in view.nodes
            if isinstance(n, ast.For)
            and n.lineno - 1 <= diagnostic.range.start.line <= (n.iter.end_lineno or n.lineno) - 1
        ),
        None,
    )
    if loop is None or not isinstance(loop.iter, ast.Call) or not isinstance(loop.iter.func, ast.Attribute):
        return
    if loop.iter.func.attr == "static_range":
        holder = view.text(loop.iter.func.value)
        yield Finding(
            (view.replace(loop.iter.func, f"{holder}.range"),),
            f"Use `{holder}.range`",
            "the bound is known only when the kernel runs; such a loop is not unrolled",
            0.9,
        )


REPAIR = triton_repair("static_range", ("static-range-constexpr",), find)
