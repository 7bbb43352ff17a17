"""Parts of an assembly that share volume."""

from __future__ import annotations

import time
from itertools import combinations
from typing import Any

import cadquery as cq

from . import facts

MAX_PARTS = 100
SECONDS = 2.0


def parts_of(assembly: cq.Assembly) -> list[tuple[str, str, cq.Shape]]:
    """Every part in place: its path in the tree, the name of its node, its shape."""
    found = []
    for shape, path, location, _color in assembly:
        found.append((path, path.rsplit("/", 1)[-1], shape.moved(location)))
    return found


def interferences(parts: list[tuple[str, str, cq.Shape]]) -> dict[str, Any]:
    """``pairs``: names and shared volume, largest first. ``checked`` is false when there were too many or time ran out."""
    deadline = time.monotonic() + SECONDS
    solid = [(name, shape, facts.generous_box(shape)) for _, name, shape in parts[:MAX_PARTS] if shape.Solids()]
    pairs: list[dict[str, Any]] = []
    checked = len(parts) <= MAX_PARTS
    for (name, shape, box), (other_name, other, other_box) in combinations(solid, 2):
        if box is None or other_box is None or not _overlap(box, other_box):
            continue
        if time.monotonic() > deadline:
            checked = False
            break
        volume = sum(s.Volume() for s in shape.intersect(other).Solids())
        if volume > 1e-6 * min(shape.Volume(), other.Volume()) and volume > 1e-6:
            pairs.append({"a": name, "b": other_name, "volume": volume})
    pairs.sort(key=lambda pair: -pair["volume"])
    return {"pairs": pairs, "volume": sum(pair["volume"] for pair in pairs), "checked": checked}


def _overlap(a: facts.Box, b: facts.Box, slack: float = 1e-6) -> bool:
    return all(a[i] < b[i + 3] - slack and b[i] < a[i + 3] - slack for i in range(3))
