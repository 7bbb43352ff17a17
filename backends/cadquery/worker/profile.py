"""Where a flat profile crosses itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import Any

import cadquery as cq

SAMPLES = 12
MAX_SEGMENTS = 400

Point = tuple[float, float, float]


def crossing(wires: Iterable[Any]) -> Point | None:
    """A point, in the script's coordinates, at which two edges of one wire pass through each other."""
    for wire in wires:
        segments = _segments(wire) if isinstance(wire, cq.Wire) else []
        if not 3 < len(segments) <= MAX_SEGMENTS:
            continue
        axes = _flat_axes(segments)
        for one, other in combinations(segments, 2):
            met = _meet(one, other, axes)
            if met is not None:
                return met
    return None


def _segments(wire: cq.Wire) -> list[tuple[Point, Point]]:
    found = []
    for edge in wire.Edges():
        count = 1 if edge.geomType() == "LINE" else SAMPLES
        points = [edge.positionAt(i / count).toTuple() for i in range(count + 1)]
        found += list(pairwise(points))
    return found


def _flat_axes(segments: list[tuple[Point, Point]]) -> tuple[int, int]:
    """The two coordinates in which the profile is widest; enough for profiles on any plane but edge-on ones."""
    spread = []
    for axis in range(3):
        values = [point[axis] for segment in segments for point in segment]
        spread.append((max(values) - min(values), axis))
    first, second = sorted(axis for _, axis in sorted(spread, reverse=True)[:2])
    return first, second


def _meet(one: tuple[Point, Point], other: tuple[Point, Point], axes: tuple[int, int]) -> Point | None:
    """The crossing inside of both segments; shared ends do not count."""
    (a, b), (c, d) = one, other
    u, v = axes
    rx, ry, sx, sy = b[u] - a[u], b[v] - a[v], d[u] - c[u], d[v] - c[v]
    cross = rx * sy - ry * sx
    if abs(cross) < 1e-12:
        return None
    qx, qy = c[u] - a[u], c[v] - a[v]
    t, w = (qx * sy - qy * sx) / cross, (qx * ry - qy * rx) / cross
    if not (1e-6 < t < 1 - 1e-6 and 1e-6 < w < 1 - 1e-6):
        return None
    return (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2]))
