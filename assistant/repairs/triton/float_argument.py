"""``tl.exp`` of an integer or a 16-bit float: converts to float32 first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None:
        return
    argument: ast.expr | None = call.args[0] if call.args else None
    if argument is None and isinstance(call.func, ast.Attribute):
        argument = call.func.value
    if argument is None:
        return
    text = view.text(argument)
    wrapped = text if isinstance(argument, (ast.Name, ast.Call, ast.Subscript, ast.Attribute)) else f"({text})"
    yield Finding(
        (view.replace(argument, f"{wrapped}.to(tl.float32)"),),
        f"Convert `{text}` to float32",
        "the function takes float32 or float64 only",
        0.94,
    )


REPAIR = triton_repair("float_argument", ("float-argument",), find)
