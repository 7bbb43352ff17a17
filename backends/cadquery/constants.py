"""Numbers that a script's text fixes: literals, their arithmetic, and names bound once, at the top, to such a number."""

from __future__ import annotations

import ast
import math
import operator
from collections import Counter
from collections.abc import Callable, Iterable

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip


class Constants:
    """``assignments`` maps each such name to the node of its number."""

    def __init__(self, tree: ast.Module, nodes: Iterable[ast.AST]) -> None:
        bound = Counter(_bound_names(nodes))
        self.assignments: dict[str, ast.expr] = {}
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                target: ast.expr = statement.targets[0]
                value: ast.expr | None = statement.value
            elif isinstance(statement, ast.AnnAssign):
                target, value = statement.target, statement.value
            else:
                continue
            if isinstance(target, ast.Name) and value is not None and bound[target.id] == 1:
                self.assignments[target.id] = value

    def number(self, node: ast.expr, depth: int = 0) -> float | None:
        """The value of an expression, ``None`` when the text does not fix it."""
        if depth > 20:
            return None
        match node:
            case ast.Constant(value=bool()):
                return None
            case ast.Constant(value=int() | float() as value):
                return float(value) if abs(value) < 1e300 else None
            case ast.UnaryOp(op=ast.USub()):
                inner = self.number(node.operand, depth + 1)
                return None if inner is None else -inner
            case ast.UnaryOp(op=ast.UAdd()):
                return self.number(node.operand, depth + 1)
            case ast.Name() if node.id in self.assignments:
                return self.number(self.assignments[node.id], depth + 1)
            case ast.Attribute(value=ast.Name(id="math"), attr="pi"):
                return math.pi
            case ast.BinOp() if type(node.op) in _BINARY:
                left, right = self.number(node.left, depth + 1), self.number(node.right, depth + 1)
                if left is None or right is None:
                    return None
                try:
                    return _BINARY[type(node.op)](left, right)
                except (ZeroDivisionError, OverflowError):
                    return None
        return None


def _bound_names(nodes: Iterable[ast.AST]) -> list[str]:
    """Every binding of a name anywhere in the module, with repeats; a parameter of the same name counts."""
    found = []
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.append(node.id)
        elif isinstance(node, ast.arg):
            found.append(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.append(node.name)
        elif isinstance(node, ast.alias):
            found.append(node.asname or node.name.split(".")[0])
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found += node.names * 2  # may be rebound from there
    return found
