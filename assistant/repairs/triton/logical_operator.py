"""``and``, ``or`` on blocks: ``&`` and ``|``, with parentheses around what binds less tightly."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_LOOSE = (ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda, ast.UnaryOp)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.BoolOp)
    if node is None:
        return
    word = "and" if isinstance(node.op, ast.And) else "or"
    symbol = "&" if word == "and" else "|"
    yield Finding(
        (view.replace(node, _rewritten(view, node)),),
        f"Write `{symbol}`",
        f"`{word}` asks for one truth value; `{symbol}` works element by element",
        0.95,
    )


def _rewritten(view: View, node: ast.expr) -> str:
    """The expression with ``&`` and ``|``; nested ones too."""
    if isinstance(node, ast.BoolOp):
        symbol = " & " if isinstance(node.op, ast.And) else " | "
        return symbol.join(_operand(view, value) for value in node.values)
    return view.text(node)


def _operand(view: View, node: ast.expr) -> str:
    text = _rewritten(view, node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = node.operand
        return f"~({_rewritten(view, inner)})"
    return f"({text})" if isinstance(node, _LOOSE) else text


REPAIR = triton_repair("logical_operator", ("logical-operator",), find, safe=True)
