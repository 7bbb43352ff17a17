"""Cheap facts about shapes: counts, volume, area, box, validity, closed mesh. Lengths in the script's unit (mm)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import cadquery as cq
from OCP.Bnd import Bnd_Box
from OCP.BRepBndLib import BRepBndLib

_T = TypeVar("_T")
_EXACT_CURVES = frozenset({"LINE", "CIRCLE", "ELLIPSE"})
Box = tuple[float, float, float, float, float, float]


def shapes_on(value: Any) -> list[cq.Shape]:
    """The shapes that an object shows: a stack, a shape, a sketch's faces, an assembly in place."""
    if isinstance(value, cq.Workplane):
        found: list[cq.Shape] = []
        for item in value.objects:
            found += shapes_on(item)
        return found
    if isinstance(value, cq.Shape):
        return [value]
    if isinstance(value, cq.Sketch):
        return [shape for shape in value if isinstance(shape, cq.Shape)]
    if isinstance(value, cq.Assembly):
        return [value.toCompound()] if any(True for _ in value) else []
    if isinstance(value, (list, tuple)):
        return [shape for item in value for shape in shapes_on(item)]
    return []


def base_solid(workplane: Any) -> cq.Shape | None:
    """The solid that the next operation of a chain would work on."""
    if not isinstance(workplane, cq.Workplane):
        return None
    try:
        return workplane.findSolid()
    except ValueError:
        return None


def solids_of(shapes: Iterable[cq.Shape]) -> list[cq.Solid]:
    return [solid for shape in shapes for solid in shape.Solids()]


def one(shapes: list[cq.Shape]) -> cq.Shape:
    return shapes[0] if len(shapes) == 1 else cq.Compound.makeCompound(shapes)


def unless_degenerate(measure: Callable[[], _T]) -> _T | None:
    """``None`` where the kernel refuses: it raises on shapes of no size that it made itself without complaint."""
    try:
        return measure()
    except Exception as error:
        if type(error).__module__.startswith("OCP"):
            return None
        raise


class Measured:
    """Volumes and validities of shapes, each computed once; the same solid inside a new compound is known again."""

    def __init__(self) -> None:
        self._volumes: dict[tuple[int, ...], float] = {}
        self._valid: dict[tuple[int, ...], bool] = {}
        self._kept: list[Any] = []

    def volume(self, shape: cq.Shape) -> float:
        """Zero where the kernel cannot integrate a degenerate solid."""
        key = self._key(shape)
        if key not in self._volumes:
            volume = unless_degenerate(lambda: sum(solid.Volume() for solid in shape.Solids()))
            self._volumes[key] = volume or 0.0
        return self._volumes[key]

    def valid(self, shape: cq.Shape) -> bool:
        key = self._key(shape)
        if key not in self._valid:
            self._valid[key] = bool(unless_degenerate(shape.isValid))
        return self._valid[key]

    def _key(self, shape: cq.Shape) -> tuple[int, ...]:
        solids: list[cq.Shape] = list(shape.Solids()) or [shape]
        self._kept.append(solids)  # a hash stands for a shape only while that shape lives
        return tuple(hash(solid.wrapped) for solid in solids)


def vertex_box(shape: cq.Shape) -> Box | None:
    """Box of the vertices alone: exact enough to see a shape grow, and free of surface evaluation."""
    points = [vertex.toTuple() for vertex in shape.Vertices()]
    if not points:
        return None
    xs, ys, zs = zip(*points, strict=True)
    return (min(xs), min(ys), min(zs), max(xs), max(ys), max(zs))


def bounding_box(shape: cq.Shape) -> Box | None:
    """Exact box to about 1e-6. ``None`` for an empty or degenerate shape.

    Evaluating every curved face for the optimal box is slow (0.2 s for an enclosure). Edges are cheap; a face is
    evaluated only when the generous box of its surface sticks out of what is known already.
    """
    box = Bnd_Box()
    for edge in shape.Edges():
        if edge.geomType() in _EXACT_CURVES:
            BRepBndLib.Add_s(edge.wrapped, box, False)
        else:
            BRepBndLib.AddOptimal_s(edge.wrapped, box, False, False)
    for face in shape.Faces():
        if face.geomType() == "PLANE":
            continue
        generous = Bnd_Box()
        BRepBndLib.Add_s(face.wrapped, generous, False)
        if not _inside(generous, box):
            BRepBndLib.AddOptimal_s(face.wrapped, box, False, False)
    corners = None if box.IsVoid() else unless_degenerate(lambda: _corners(box))
    return corners if corners and all(math.isfinite(x) for x in corners) else None


def generous_box(shape: cq.Shape) -> Box | None:
    """A box that surely holds the shape, found without evaluating surfaces; too large for curved ones."""
    box = Bnd_Box()
    BRepBndLib.Add_s(shape.wrapped, box, False)
    return None if box.IsVoid() else unless_degenerate(lambda: _corners(box))


def _corners(box: Bnd_Box) -> Box:
    gap = box.GetGap()
    x0, y0, z0, x1, y1, z1 = box.Get()
    return (x0 + gap, y0 + gap, z0 + gap, x1 - gap, y1 - gap, z1 - gap)


def _inside(inner: Bnd_Box, outer: Bnd_Box, slack: float = 1e-6) -> bool:
    if inner.IsVoid():
        return True
    if outer.IsVoid():
        return False
    return contains(_corners(outer), _corners(inner), slack)


def contains(outer: Box, inner: Box, slack: float) -> bool:
    low = all(i >= o - slack for i, o in zip(inner[:3], outer[:3], strict=True))
    return low and all(i <= o + slack for i, o in zip(inner[3:], outer[3:], strict=True))


def diagonal(box: Box) -> float:
    return math.dist(box[:3], box[3:])


def metrics_of(shape: cq.Shape, measured: Measured) -> dict[str, Any]:
    """The numbers shown to the engineer; every value is JSON, and what cannot be measured is left out."""
    solids: list[cq.Shape] = list(shape.Solids())
    volume, area = measured.volume(shape), unless_degenerate(shape.Area)
    found: dict[str, Any] = {
        "valid": measured.valid(shape),
        "solids": len(solids),
        "shells": len(shape.Shells()),
        "faces": len(shape.Faces()),
        "edges": len(shape.Edges()),
        "volume": float(f"{volume:.10g}"),
    }
    if area is not None and math.isfinite(area):
        found["area"] = float(f"{area:.10g}")
    box = unless_degenerate(lambda: bounding_box(shape))
    if box is not None:
        found["bounding_box"] = [_length(box[i + 3] - box[i]) for i in range(3)]
        found["box"] = [_length(x) for x in box]
    centre = unless_degenerate(lambda: cq.Shape.CombinedCenter(solids)) if solids and volume > 0 else None
    if centre is not None:
        found["center_of_mass"] = [_length(x) for x in centre.toTuple()]
    return found


def _length(value: float) -> float:
    """Rounded to a nanometre, beyond which the kernel's own tolerance is all there is; never minus zero."""
    return round(value, 6) + 0.0
