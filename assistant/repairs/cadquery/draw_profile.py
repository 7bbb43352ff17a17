"""An operation without a profile: use the one that is only there for construction, else draw one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or not isinstance(call.func, ast.Attribute):
        return
    name = method_of(call)
    for earlier in _chain(call.func.value):
        keyword = next((k for k in earlier.keywords if k.arg == "forConstruction"), None)
        if keyword is not None:
            yield Finding(
                (view.replace(keyword.value, "False"),), f"Draw the {method_of(earlier)} for real, not for construction",
                f"what is drawn with forConstruction is no profile for {name}", 0.7,
            )  # fmt: skip
    for shape, arguments in (("rect", "10, 10"), ("circle", "5")):
        yield Finding(
            (view.before_method(call, f".{shape}({arguments})"),), f"Draw a {shape} for {name} to work on",
            "which shape and size were meant only the author knows", 0.2, ambiguous=True,
        )  # fmt: skip


def _chain(node: ast.expr) -> Iterator[ast.Call]:
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Call):
            yield node
            node = node.func
        else:
            node = node.value


REPAIR = repair("draw-profile", find, "no-profile")
