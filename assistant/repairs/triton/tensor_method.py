"""``x.float()``, ``x.unsqueeze(0)``: methods of torch's tensors that a kernel's tensors do not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic
from backends.triton.foreign_names import METHODS


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.Attribute)
    name = str(diagnostic.data.get("name", ""))
    if node is None or node.attr != name:
        return
    end = view.span(node)[1]
    dot = view.code.rindex(".", 0, end)  # what stands before it may be in parentheses
    call = view.parents.get(id(node))
    called = isinstance(call, ast.Call) and call.func is node
    meant = METHODS.get(name)
    if meant is not None and called and isinstance(call, ast.Call):
        if meant.startswith(".to("):
            yield Finding(
                ((dot, view.span(call)[1], meant),),
                f"Use `{meant}`",
                f"`.{name}()` is torch's; the language writes `{meant}`",
                0.96,
            )
        elif meant.startswith("."):
            yield Finding(
                ((dot, end, meant),),
                f"Use `{meant}`",
                f"`.{name}` is torch's; the language has `{meant}`",
                0.9,
            )
        elif not meant and not call.args:
            yield Finding(
                ((dot, view.span(call)[1], ""),),
                f"Remove `.{name}()`",
                "values in a kernel are never aliased; there is nothing to copy",
                0.85,
            )
    for rank, nearest in enumerate(diagnostic.data.get("nearest", ())):
        yield Finding(
            ((dot, end, f".{nearest}"),),
            f"Use `.{nearest}`",
            f"`{nearest}` is the method closest to `{name}`",
            0.8 * 0.55**rank,
        )


REPAIR = triton_repair("tensor_method", ("unknown-method",), find)
