"""A number given as text: ``.box("10", 20, 5)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic

_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*(mm|deg|°)?\s*")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.expression(diagnostic)
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    found = _NUMBER.fullmatch(node.value)
    if found:
        yield Finding(
            (view.replace(node, found[1]),),
            f"Write {found[1]} as a number",
            "dimensions are numbers, in millimetres",
            0.95,
        )
    elif _known_names(node.value, view):
        yield Finding(
            (view.replace(node, node.value.strip()),),
            f"Write {node.value.strip()} without quotes",
            "a name in quotes is text, not its value",
            0.9,
        )


def _known_names(text: str, view: View) -> bool:
    """Whether ``text`` is arithmetic on variables that the script assigns."""
    try:
        parsed = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return False
    names = {n.id for n in ast.walk(parsed) if isinstance(n, ast.Name)}
    plain = (
        ast.Expression,
        ast.BinOp,
        ast.UnaryOp,
        ast.operator,
        ast.unaryop,
        ast.Name,
        ast.Constant,
        ast.expr_context,
    )
    assigned = {n.id for n in view.sites.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return bool(names) and names <= assigned and all(isinstance(n, plain) for n in ast.walk(parsed))


REPAIR = repair("number-text", find, "wrong-type")
