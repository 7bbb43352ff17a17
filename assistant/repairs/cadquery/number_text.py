"""A number given as text: ``.box("10", 20, 5)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic

_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*(mm|deg|°)?\s*")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.expression(diagnostic)
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    found = _NUMBER.fullmatch(node.value)
    if found:
        yield Finding(
            (view.replace(node, found[1]),),
            f"Write {found[1]} as a number",
            "dimensions are numbers, in millimetres",
            0.95,
        )


REPAIR = repair("number-text", find, "wrong-type")
