"""``tl.dot`` of blocks whose inner extents differ: transposes an operand, or swaps them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None or len(call.args) < 2:
        return
    left_node, right_node = call.args[:2]
    left, right = diagnostic.data.get("left"), diagnostic.data.get("right")
    choices = []
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right) == 2:
        if left[1] == right[1]:
            choices.append(("right", 0.9))
        if left[0] == right[0]:
            choices.append(("left", 0.85))
        if left[0] == right[1]:
            choices.append(("swap", 0.6))
    else:
        choices = [("right", 0.7), ("left", 0.6)]
    language = view.text(call.func).rpartition(".")[0] or "tl"
    for choice, confidence in choices:
        if choice == "swap":
            changes = (view.replace(left_node, view.text(right_node)), view.replace(right_node, view.text(left_node)))
            yield Finding(
                changes, "Swap the operands", "the inner extents are equal the other way round", confidence, True
            )
            continue
        node = left_node if choice == "left" else right_node
        text = view.text(node)
        yield Finding(
            (view.replace(node, f"{language}.trans({text})"),),
            f"Transpose `{text}`",
            f"the inner extents fit when `{text}` is transposed",
            confidence,
            ambiguous=len(choices) > 1,
        )


REPAIR = triton_repair("dot_shape", ("dot-shape",), find)
