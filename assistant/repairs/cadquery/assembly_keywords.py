"""Name, place and colour of a part given to an assembly by position; it takes them by keyword only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic

_MAKERS = {"Location": "loc", "Color": "color", "Material": "material", "Vector": "loc"}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or method_of(call) != "add" or diagnostic.data.get("takes") != 1 or len(call.args) < 2:
        return
    taken = {k.arg for k in call.keywords}
    edits, names = [], []
    for argument in call.args[1:]:
        name = _keyword(argument)
        if name is None or name in taken:
            return
        taken.add(name)
        names.append(name)
        edits.append(view.insert(view.sites.node_range(argument).start, f"{name}="))
    yield Finding(tuple(edits), f"Name the argument{'s' if len(names) > 1 else ''} {', '.join(names)}",
                  "an assembly takes what follows the part by keyword", 0.9)  # fmt: skip


def _keyword(node: ast.expr) -> str | None:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return "name"
    if isinstance(node, ast.Call):
        return _MAKERS.get(method_of(node))
    if isinstance(node, ast.Name):
        lowered = node.id.lower()
        return next((k for k in ("loc", "color", "name") if k in lowered), None)
    return None


REPAIR = repair("assembly-keywords", find, "too-many-arguments")
