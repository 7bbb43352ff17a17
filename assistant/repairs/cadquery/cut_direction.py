"""A cut into the air: the same distance the other way, which is into the part."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None:
        return
    if method_of(call) != "cutBlind" and not _cuts(call):
        return
    node = view.sites.argument(call, "until", 0)
    if node is None or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        text = view.text(node.operand)
    elif isinstance(node, (ast.Constant, ast.Name, ast.Attribute, ast.Call)):
        text = f"-{view.text(node)}"
    else:
        text = f"-({view.text(node)})"
    yield Finding(
        (view.replace(node, text),), "Cut the other way",
        "a positive distance leads out of the face that the workplane lies on", 0.85,
    )  # fmt: skip


def _cuts(call: ast.Call) -> bool:
    return any(
        k.arg == "combine" and isinstance(k.value, ast.Constant) and k.value.value in ("cut", "s")
        for k in call.keywords
    )


REPAIR = repair("cut-direction", find, "cut-no-effect")
