"""``if`` and ``a if c else b`` on blocks: ``tl.where``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    expression = view.node_at(diagnostic.range, ast.IfExp)
    if expression is not None and view.span(expression) == view.range_span(diagnostic.range):
        text = _where(view, expression.test, view.text(expression.body), view.text(expression.orelse))
        yield Finding(
            (view.replace(expression, text),),
            "Choose with `tl.where`",
            "the condition is a block; `tl.where` chooses element by element",
            0.95,
        )
        return
    statement = view.node_at(diagnostic.range, ast.If)
    if statement is None:
        return
    block = _block(view, statement)
    if block is not None:
        yield Finding(
            (view.replace(statement, block),),
            "Choose with `tl.where`",
            "the condition is a block; `tl.where` chooses element by element",
            0.9,
        )


def _where(view: View, test: ast.expr, body: str, orelse: str) -> str:
    return f"tl.where({view.text(test)}, {body}, {orelse})"


def _block(view: View, node: ast.If) -> str | None:
    """``if c: x = a`` (``else: x = b``) as assignments of ``tl.where``."""
    then, other = _assignments(view, node.body), _assignments(view, node.orelse)
    if then is None or other is None or not then:
        return None
    indent = view.indent(node.lineno - 1)
    lines = []
    for name in dict.fromkeys([*then, *other]):
        lines.append(f"{name} = {_where(view, node.test, then.get(name, name), other.get(name, name))}")
    return f"\n{indent}".join(lines)


def _assignments(view: View, body: list[ast.stmt]) -> dict[str, str] | None:
    """Name to value; ``None`` when the body does anything else, or reads what it has just assigned."""
    found: dict[str, str] = {}
    for statement in body:
        if (
            isinstance(statement, ast.Assign)
            and len(statement.targets) == 1
            and isinstance(statement.targets[0], ast.Name)
        ):
            name, value = statement.targets[0].id, view.text(statement.value)
        elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            symbol = view.code[view.span(statement.target)[1] : view.span(statement.value)[0]].strip().removesuffix("=")
            value = f"{name} {symbol} ({view.text(statement.value)})"
        elif isinstance(statement, ast.Pass):
            continue
        else:
            return None
        reads = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        if name in found or reads & set(found):
            return None
        found[name] = value
    return found


REPAIR = triton_repair("tensor_condition", ("tensor-condition",), find)
