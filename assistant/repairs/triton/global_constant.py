"""A global number that a kernel reads: ``tl.constexpr(...)`` around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Change, Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = str(diagnostic.data.get("name", "")) or view.code[slice(*view.range_span(diagnostic.range))]
    statement = next((n for n in (view.tree.body if view.tree else ()) if _assigns(n, name)), None)
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
        return
    value = statement.value
    changes: list[Change] = [view.replace(value, f"tl.constexpr({view.text(value)})")]
    if isinstance(statement, ast.AnnAssign):
        start, end = view.span(statement.target)[1], view.span(statement.annotation)[1]
        changes.append((start, end, ""))
    uses = [
        n for n in view.nodes
        if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) and not _in_kernel(view, n)
    ]  # fmt: skip
    # Host code goes on with the plain number.
    changes += [view.behind(use, ".value") for use in uses]
    yield Finding(
        tuple(changes),
        f"Make `{name}` a `tl.constexpr`",
        f"a kernel sees only globals that are constexpr, and `{name}` is a plain value",
        0.93,
    )


def _assigns(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.Assign):
        return len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name


def _in_kernel(view: View, node: ast.AST) -> bool:
    function = view.enclosing(node, ast.FunctionDef)
    return view.model is not None and any(function is k.node for k in view.model.kernels.values())


REPAIR = triton_repair("global_constant", ("global-variable",), find)
