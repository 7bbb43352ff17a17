"""A dimension below zero: the same without its sign."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.numbers_in_text import is_literal, set_number
from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.cadquery.api_table import api
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    value, parameter = diagnostic.data.get("value"), diagnostic.data.get("parameter")
    if not isinstance(value, (int, float)) or value >= 0:
        return
    node = view.expression(diagnostic)
    call = view.call(diagnostic)
    if node is None or isinstance(node, ast.Call):
        node = _argument(call, str(parameter), view) if call is not None else None
    if node is None:
        return
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not is_literal(node):
        edit = view.replace(node, view.text(node.operand))
        where = ""
    elif is_literal(node) or isinstance(node, ast.Name):
        edit, place = set_number(view, node, -float(value))
        where = "" if place == "here" else f" {place}"
        if edit.text.startswith(("min(", "max(")):
            edit = view.replace(node, f"abs({view.text(node)})")
    else:
        edit, where = view.replace(node, f"abs({view.text(node)})"), ""
    yield Finding(
        (edit,), f"Make the {parameter} positive{where}", f"a {parameter} has no direction; its sign was a slip", 0.9
    )


def _argument(call: ast.Call, parameter: str, view: View) -> ast.expr | None:
    for owner in ("Workplane", "Sketch", "Solid", "Wire"):
        member = api().member(owner, method_of(call))
        names = [p.name for p in member.parameters if not p.star] if member else []
        if parameter in names:
            return view.sites.argument(call, parameter, names.index(parameter))
    return None


REPAIR = repair("negative-dimension", find, "bad-dimension")
