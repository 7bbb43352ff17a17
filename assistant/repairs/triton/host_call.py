"""``torch.exp(x)``, ``np.maximum``, ``abs(x)``, ``triton.cdiv`` in a kernel: the language's own function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.imports import with_import
from assistant.repairs.triton.language_name import LIBDEVICE
from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None:
        return
    function = view.text(call.func)
    data = diagnostic.data
    dtype, builtin = data.get("dtype"), data.get("builtin")
    if isinstance(dtype, str) and len(call.args) == 1:
        yield from _conversion(view, call, dtype)
    elif builtin == "len":
        yield Finding(
            (view.replace(call, f"{view.text(call.args[0])}.shape[0]"),),
            "Use `.shape[0]`",
            "`len` does not work on a block",
            0.9,
        )
    replacement = data.get("replacement") or data.get("suggestion")
    if isinstance(replacement, str):
        change = view.replace(call.func, replacement)
        changes = with_import(view, LIBDEVICE, change) if replacement.startswith("libdevice.") else (change,)
        yield Finding(
            changes,
            f"Use `{replacement}`",
            f"`{function}` runs on the host; `{replacement}` is its counterpart in a kernel",
            0.92,
        )


def _conversion(view: View, call: ast.Call, dtype: str) -> Iterator[Finding]:
    """``float(x)``, ``tl.float32(0.0)``."""
    argument = call.args[0]
    text = view.text(argument)
    cause = f"`{view.text(call.func)}` cannot be called in a kernel"
    constants = all(
        isinstance(n, (ast.Constant, ast.UnaryOp, ast.USub, ast.Load)) or _is_float_text(n) for n in ast.walk(argument)
    )
    if constants:
        yield Finding(
            (view.replace(call, text),),
            f"Write `{text}`",
            f"{cause}; a float constant is float32 already",
            0.85 if dtype == "float32" else 0.5,
        )
        return
    wrapped = text if isinstance(argument, (ast.Name, ast.Call, ast.Subscript, ast.Attribute)) else f"({text})"
    new = f"{wrapped}.to(tl.{dtype})"
    yield Finding((view.replace(call, new),), f"Write `{new}`", f"{cause}; `.to` converts", 0.93)


def _is_float_text(node: ast.AST) -> bool:
    """``float("inf")``."""
    return (isinstance(node, ast.Call) and ast.unparse(node.func) == "float") or (
        isinstance(node, ast.Name) and node.id == "float"
    )


REPAIR = triton_repair("host_call", ("host-call", "python-builtin"), find)
