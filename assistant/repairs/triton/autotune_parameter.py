"""A configuration that sets a parameter under a name which the kernel does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = diagnostic.data.get("name")
    start, end = view.range_span(diagnostic.range)
    kernel = None if view.model is None else view.model.kernels.get(str(diagnostic.data.get("kernel")))
    decorator = None if kernel is None else kernel.autotune
    everywhere = [] if decorator is None else list(ast.walk(decorator))
    inside = [
        n for n in view.nodes if isinstance(n, ast.Constant) and n.value == name and start <= view.span(n)[0] < end
    ]
    keys = [n for n in everywhere if isinstance(n, ast.Constant) and n.value == name] or inside
    for rank, nearest in enumerate(diagnostic.data.get("nearest", ())):
        changes = tuple(view.replace(key, f"{view.text(key)[0]}{nearest}{view.text(key)[0]}") for key in keys)
        if changes:
            yield Finding(
                changes,
                f"Rename `{name}` to `{nearest}` in the configurations",
                f"the kernel calls it `{nearest}`",
                0.92 * 0.55**rank,
            )


REPAIR = triton_repair("autotune_parameter", ("autotune-parameter",), find)
