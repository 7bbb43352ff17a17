"""A polyline that crosses itself: its points in an order in which it does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic

Point = tuple[float, float]
MAX_POINTS = 16


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    polyline = _polyline_before(call)
    points = _points(polyline, view) if polyline is not None else None
    if points is None:
        return
    nodes, values = points
    orders = list(uncrossed_orders(values))
    for order in orders[:2]:
        edits = tuple(
            view.replace(nodes[at], view.text(nodes[source])) for at, source in enumerate(order) if at != source
        )
        moved = ", ".join(view.text(nodes[source]) for at, source in enumerate(order) if at != source)
        yield Finding(
            edits, f"Swap the points {moved}", "in this order the outline no longer crosses itself",
            0.7 if len(orders) == 1 else 0.5, ambiguous=len(orders) > 1,
        )  # fmt: skip


def _polyline_before(call: ast.Call | None) -> ast.Call | None:
    node: ast.expr | None = call
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Call) and method_of(node) == "polyline":
            return node
        node = node.func if isinstance(node, ast.Call) else node.value
    return None


def _points(call: ast.Call, view: View) -> tuple[list[ast.expr], list[Point]] | None:
    """The points when the text fixes all of them, in the call or in a list that is bound once."""
    given = view.sites.argument(call, "listOfXYTuple", 0)
    if isinstance(given, ast.Name):
        given = view.constants.assignments.get(given.id)
    if not isinstance(given, (ast.List, ast.Tuple)) or not 4 <= len(given.elts) <= MAX_POINTS:
        return None
    values: list[Point] = []
    for item in given.elts:
        if not isinstance(item, (ast.Tuple, ast.List)) or len(item.elts) != 2:
            return None
        x, y = (view.constants.number(coordinate) for coordinate in item.elts)
        if x is None or y is None:
            return None
        values.append((x, y))
    return given.elts, values


def uncrossed_orders(points: Sequence[Point]) -> Iterator[tuple[int, ...]]:
    """Orders that differ by one swap and do not cross; mirror images and rotations of one outline are given once."""
    seen: set[frozenset[frozenset[int]]] = set()
    for i, j in combinations(range(len(points)), 2):
        order = list(range(len(points)))
        order[i], order[j] = j, i
        sides = frozenset(frozenset((a, b)) for a, b in zip(order, [*order[1:], order[0]], strict=True))
        if sides not in seen and not crosses([points[k] for k in order]):
            seen.add(sides)
            yield tuple(order)


def crosses(points: Sequence[Point]) -> bool:
    """Whether two sides of the closed outline that share no corner meet."""
    sides = list(zip(points, [*points[1:], points[0]], strict=True))
    for (m, one), (n, other) in combinations(enumerate(sides), 2):
        neighbours = n - m in (1, len(sides) - 1)
        if not neighbours and _meet(one, other):
            return True
    return False


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0


REPAIR = repair("uncrossed-profile", find, "self-crossing-profile")
