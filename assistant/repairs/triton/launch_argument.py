"""A launch that leaves out arguments: passes what is named alike in the function around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic
from backends.python_analysis import nearest_names

DEFAULT_BLOCK = 128


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    names = [str(n) for n in diagnostic.data.get("names", ())]
    kernel = None if view.model is None else view.model.kernels.get(str(diagnostic.data.get("kernel")))
    if call is None or kernel is None:
        return
    if not names:
        given = {p.name for p in kernel.parameters[: len(call.args)]} | {k.arg for k in call.keywords}
        names = [p.name for p in kernel.parameters if p.default is None and p.name not in given]
    local = _locals(view, call)
    values: dict[str, str] = {}
    sure = True
    for name in names:
        alike = [n for n in local if n.lower().replace("_", "") == name.lower().replace("_", "")]
        near = alike or nearest_names(name, local, 1)
        if near:
            values[name] = near[0]
            sure = sure and bool(alike)
        elif kernel.by_name[name].constexpr and "block" in name.lower():
            values[name] = str(DEFAULT_BLOCK)
            sure = False
        else:
            return
    if not values:
        return
    text = ", ".join(f"{n}={v}" for n, v in values.items())
    shown = ", ".join(f"`{n}`" for n in names)
    yield Finding(
        (view.add_argument(call, text),),
        f"Pass {shown}",
        f"the launch leaves out {shown}",
        0.85 if sure else 0.6,
        ambiguous=not sure,
    )


def _locals(view: View, call: ast.Call) -> list[str]:
    """Names assigned above the launch, and the parameters of the function it is in."""
    function = view.enclosing(call, ast.FunctionDef)
    if function is None:
        return []
    names = [a.arg for a in function.args.args]
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.lineno < call.lineno:
            names.append(node.id)
    return list(dict.fromkeys(names))


REPAIR = triton_repair("launch_argument", ("launch-missing-argument",), find)
