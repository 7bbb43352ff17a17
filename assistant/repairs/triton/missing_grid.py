"""``kernel(x, y)`` in host code: a launch needs its grid."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic
from backends.triton.source_model import Kernel


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = view.node_at(diagnostic.range, ast.Name)
    kernel = None if view.model is None else view.model.kernels.get(str(diagnostic.data.get("kernel")))
    call = None if name is None else view.parents.get(id(name))
    if name is None or kernel is None or not isinstance(call, ast.Call):
        return
    function = view.enclosing(call, ast.FunctionDef)
    grids = [n.targets[0].id for n in (ast.walk(function) if function is not None else ())
             if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and "grid" in n.targets[0].id.lower()]  # fmt: skip
    for grid in dict.fromkeys(grids):
        yield Finding(
            (view.behind(name, f"[{grid}]"),),
            f"Launch with `[{grid}]`",
            "a kernel is launched over a grid of programs",
            0.95,
        )
    if grids:
        return
    text = _grid(view, kernel, call)
    if text is not None:
        yield Finding(
            (view.behind(name, f"[{text}]"),),
            f"Launch with `[{text}]`",
            "a kernel is launched over a grid of programs",
            0.75,
            True,
        )


def _grid(view: View, kernel: Kernel, call: ast.Call) -> str | None:
    """One program for each block of the one size that is passed along with it."""
    given = {p.name: a for p, a in zip(kernel.parameters, call.args, strict=False)}
    given |= {k.arg: k.value for k in call.keywords if k.arg}
    blocks = [p.name for p in kernel.parameters if p.constexpr and p.name in given and "BLOCK" in p.name.upper()]
    sizes = [
        p.name
        for p in kernel.parameters
        if not p.constexpr and p.name in given and p.name.lower().startswith(("n", "size", "m"))
    ]
    if len(blocks) != 1 or not sizes:
        return None
    return f"(triton.cdiv({view.text(given[sizes[0]])}, {view.text(given[blocks[0]])}),)"


REPAIR = triton_repair("missing_grid", ("launch-without-grid",), find)
