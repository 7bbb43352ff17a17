"""Which objects a script made to be seen.

What it showed; else the variable that names its result; else its last object; else what it exported.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

import cadquery as cq

NAMES = ("result", "r", "assembly", "assy", "part", "model")
KINDS = (cq.Workplane, cq.Shape, cq.Assembly, cq.Sketch)


@dataclass
class Result:
    """An object to measure, the name to call it by, and how it was found: ``shown``, ``named``, ``last`` or ``exported``."""

    value: Any
    name: str
    how: str
    line: int | None = None


class Shown:
    """Stands in for the viewers' ``show_object`` and ``debug``: keeps what it is given."""

    def __init__(self) -> None:
        self.results: list[Result] = []

    def show_object(self, obj: Any = None, name: Any = None, options: Any = None, **kwargs: Any) -> Any:
        if _showable(obj):
            self.results.append(
                Result(obj, str(name or kwargs.get("title") or f"object {len(self.results) + 1}"), "shown")
            )
        return obj

    def show(self, *objects: Any, **kwargs: Any) -> None:
        """The signature of ``cadquery.vis.show`` and ``ocp_vscode.show``: any number of objects."""
        names = kwargs.get("names") or []
        for at, obj in enumerate(objects):
            self.show_object(obj, name=names[at] if at < len(names) else None)

    def debug(self, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Helper geometry: shown by viewers, no part of the result."""
        return obj


def find_results(namespace: dict[str, Any], shown: Shown, tree: ast.Module | None, exported: list[Any]) -> list[Result]:
    if shown.results:
        return shown.results
    for name in NAMES:
        if _showable(namespace.get(name)):
            return [Result(namespace[name], name, "named")]
    for name, line in reversed(assigned_names(tree)):
        if _showable(namespace.get(name)):
            return [Result(namespace[name], name, "last", line)]
    return [Result(value, "exported part", "exported") for value in exported[-1:] if _showable(value)]


def assigned_names(tree: ast.Module | None) -> list[tuple[str, int]]:
    """Names assigned at the top level, also below ``if``, ``for``, ``with`` and ``try``, in the order of their text."""
    found: list[tuple[str, int]] = []
    waiting: list[ast.AST] = list(reversed(tree.body)) if tree is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append((node.id, node.lineno))
        waiting.extend(reversed(list(ast.iter_child_nodes(node))))
    return found


def _showable(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(item, KINDS) for item in value)
    return isinstance(value, KINDS)
