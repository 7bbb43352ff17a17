"""A name that the cadquery module does not have: a method called without a workplane, or a misspelt class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic

_SOLIDS = frozenset(
    {"box", "sphere", "cylinder", "wedge", "rect", "circle", "polygon", "polyline", "moveTo", "lineTo", "text"}
)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node, name = view.attribute(diagnostic), diagnostic.data.get("name", "")
    if node is None or node.attr != name:
        return
    for place, nearest in enumerate(diagnostic.data.get("nearest", ())):
        same = nearest.lower() == name.lower()
        yield Finding(
            (Edit(diagnostic.range, nearest),), f"Change {name} to {nearest}",
            f"{nearest} is the nearest name the module has", 0.95 if same else 0.6 * 0.5**place,
        )  # fmt: skip
    if (
        diagnostic.data.get("workplane_method")
        and name in _SOLIDS
        and isinstance(node.value, (ast.Name, ast.Attribute))
    ):
        yield Finding(
            (Edit(diagnostic.range, f'Workplane("XY").{name}'),), f'Call {name} on a Workplane("XY")',
            f"{name} is a method of Workplane, and XY is the plane a part usually starts on", 0.8,
        )  # fmt: skip


REPAIR = repair("module-name", find, "unknown-name")
