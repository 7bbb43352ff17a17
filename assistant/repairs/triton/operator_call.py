"""``x ** 2`` and ``a @ b`` in a kernel: a product, ``tl.dot``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.BinOp)
    if node is None:
        return
    left, right = view.text(node.left), view.text(node.right)
    if isinstance(node.op, ast.MatMult):
        yield Finding(
            (view.replace(node, f"tl.dot({left}, {right})"),),
            "Use `tl.dot`",
            "`@` is not an operator of the language",
            0.95,
        )
    elif isinstance(node.op, ast.Pow):
        yield from _power(view, node, left, right)


def _power(view: View, node: ast.BinOp, left: str, right: str) -> Iterator[Finding]:
    base = left if isinstance(node.left, (ast.Name, ast.Subscript, ast.Call)) else f"({left})"
    cause = "`**` is not an operator of the language's tensors"
    exponent = node.right
    if (
        isinstance(exponent, ast.Constant)
        and isinstance(exponent.value, int)
        and 2 <= exponent.value <= 4
        and isinstance(node.left, ast.Name)
    ):
        product = " * ".join([base] * exponent.value)
        yield Finding((view.replace(node, f"({product})"),), f"Multiply: `{product}`", cause, 0.95)
    elif isinstance(exponent, ast.Constant) and exponent.value == 0.5:
        yield Finding((view.replace(node, f"tl.sqrt({left})"),), "Use `tl.sqrt`", cause, 0.93)
    elif isinstance(exponent, ast.Constant) and exponent.value == 2:
        yield Finding((view.replace(node, f"({base} * {base})"),), "Multiply", cause, 0.85)
    elif isinstance(node.left, ast.Constant) and node.left.value in (2, 2.0):
        yield Finding((view.replace(node, f"tl.exp2({right})"),), "Use `tl.exp2`", cause, 0.9)


REPAIR = triton_repair("operator_call", ("power-operator", "matmul-operator"), find)
