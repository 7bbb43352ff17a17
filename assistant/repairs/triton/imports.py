"""Adds an import to a file, once, where its imports are."""

from __future__ import annotations

import ast

from assistant.repairs.triton.rule import Change, View


def with_import(view: View, statement: str, *changes: Change) -> tuple[Change, ...]:
    """``changes``, and the import when the file does not have it yet."""
    added = import_change(view, statement)
    return changes if added is None else (added, *changes)


def import_change(view: View, statement: str) -> Change | None:
    """The insertion of an import behind those at the top; ``None`` when it is there already."""
    at = 0
    body = [] if view.tree is None else view.tree.body
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if ast.unparse(node) == statement:
                return None
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            break
        line_end = view.code.find("\n", view.span(node)[1])
        at = len(view.code) if line_end < 0 else line_end + 1
    lead = "" if at == 0 or view.code[at - 1] == "\n" else "\n"
    return at, at, f"{lead}{statement}\n"
