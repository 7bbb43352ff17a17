"""A name that the cadquery module does not have: a method called without a workplane, or a misspelt class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic, Range

_SOLIDS = frozenset(
    {"box", "sphere", "cylinder", "wedge", "rect", "circle", "polygon", "polyline", "moveTo", "lineTo", "text"}
)


def _imported(diagnostic: Diagnostic, view: View, name: str) -> Iterator[Finding]:
    """``from cadquery import WorkPlane``, with every use of the name."""
    alias = next(
        (n for n in view.sites.nodes if isinstance(n, ast.alias) and view.sites.node_range(n) == diagnostic.range), None
    )
    if alias is None or alias.name != name:
        return
    uses = [n for n in view.sites.nodes if isinstance(n, ast.Name) and n.id == name and alias.asname is None]
    for place, nearest in enumerate(diagnostic.data.get("nearest", ())):
        start = diagnostic.range.start
        at = Range.of(start.line, start.column, start.line, start.column + len(name))
        yield Finding(
            (Edit(at, nearest), *(Edit(view.sites.node_range(n), nearest) for n in uses)), f"Change {name} to {nearest}",
            f"{nearest} is the nearest name the module has", 0.95 if nearest.lower() == name.lower() else 0.6 * 0.5**place,
        )  # fmt: skip


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node, name = view.attribute(diagnostic), diagnostic.data.get("name", "")
    if node is None:
        yield from _imported(diagnostic, view, name)
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
