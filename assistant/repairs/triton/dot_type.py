"""``tl.dot`` of blocks of different element types: converts one to the other's."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_NARROW = {"float16", "bfloat16", "fp16", "bf16"}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None or len(call.args) < 2:
        return
    left, right = (view.text(a) for a in call.args[:2])
    types = [str(diagnostic.data.get("left", "")), str(diagnostic.data.get("right", ""))]
    if "int32" in types or "int64" in types or "int16" in types:
        return
    # The tensor cores multiply 16-bit types: the wider operand is brought to the narrower one's.
    to_left = types[0] in _NARROW or not types[0]
    pairs = [(call.args[1], right, left, 0.9), (call.args[0], left, right, 0.7)]
    for node, text, model, confidence in pairs if to_left else reversed(pairs):
        wrapped = text if isinstance(node, (ast.Name, ast.Call, ast.Attribute, ast.Subscript)) else f"({text})"
        base = model if model.isidentifier() else f"({model})"
        yield Finding(
            (view.replace(node, f"{wrapped}.to({base}.dtype)"),),
            f"Convert `{text}` to the type of `{model}`",
            "both operands of `tl.dot` must have one type",
            confidence if to_left else 1.6 - confidence,
            ambiguous=False,
        )


REPAIR = triton_repair("dot_type", ("dot-type",), find)
