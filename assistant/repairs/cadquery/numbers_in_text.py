"""Changes a number where the script says it: in the call, or in the constant that only this call uses."""

from __future__ import annotations

import ast

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import View, as_number


def is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool)


def set_number(view: View, node: ast.expr, value: float) -> tuple[Edit, str]:
    """An edit that makes the expression ``value``, and where: ``here`` or ``in NAME``.

    A literal is replaced. A name bound once to a literal and read once is changed where it is bound. Any other expression
    may be right elsewhere; it is bounded by ``min`` or ``max``.
    """
    if is_literal(node):
        return view.replace(node, as_number(value, view.text(node))), "here"
    if isinstance(node, ast.Name) and view.used(node.id) == 1:
        bound = view.constants.assignments.get(node.id)
        if bound is not None and is_literal(bound):
            return view.replace(bound, as_number(value, view.text(bound))), f"in {node.id}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        edit, where = set_number(view, node.operand, -value)
        return edit, where
    function = "min" if value > 0 else "max"
    return view.replace(node, f"{function}({view.text(node)}, {as_number(value)})"), "here"
