"""Follows the edges and wires that a fluent chain has drawn and not yet used. Source: cadquery.cq.CQContext."""

from __future__ import annotations

import ast
from dataclasses import dataclass

EDGES = frozenset(
    {"lineTo", "line", "vLine", "hLine", "vLineTo", "hLineTo", "polarLine", "polarLineTo", "threePointArc", "sagittaArc",
     "radiusArc", "tangentArcPoint", "polyline", "spline", "bezier", "ellipseArc"}
)  # fmt: skip
WIRES = frozenset({"rect", "circle", "ellipse", "polygon", "slot2D"})
CONSUMERS = frozenset({"extrude", "cutBlind", "cutThruAll", "revolve", "twistExtrude"})
NEUTRAL = frozenset(
    {"workplane", "center", "moveTo", "move", "pushPoints", "rarray", "polarArray", "transformed", "box", "sphere",
     "cylinder", "wedge", "hole", "cboreHole", "cskHole", "fillet", "chamfer", "shell", "union", "cut", "intersect",
     "edges", "vertices", "solids", "shells", "translate", "rotate", "mirror", "tag", "text", "rotateAboutCenter",
     "clean", "val", "vals", "size", "findSolid", "largestDimension", "export"}
)  # fmt: skip
FACES = frozenset({"faces", "add", "sketch", "placeSketch", "newObject", "wires", "compounds"})
_WHOLE_WIRE_OPTIONS = frozenset({"makeWire", "periodic", "forConstruction"})


@dataclass
class Drawing:
    """What is pending on one chain. ``known`` is false once something may have happened that was not followed."""

    depth: int = 0
    """How many branches and loops were open where the chain began; drawing at another depth is uncertain."""
    edges: bool = False
    wires: bool = False
    known: bool = True

    @classmethod
    def unknown(cls) -> Drawing:
        return cls(known=False)

    def blur(self) -> None:
        self.known = False


@dataclass(frozen=True)
class Effect:
    """``missing`` is ``profile`` (nothing drawn) or ``close`` (an open one) when the call is sure to fail."""

    faces: bool
    missing: str = ""


def draw(drawing: Drawing, method: str, call: ast.Call, depth: int, faces: bool) -> Effect:
    """Apply one method of the chain; ``faces`` is whether the stack may hold faces before it."""
    if not drawing.known:
        return Effect(faces)
    if depth != drawing.depth:
        drawing.blur()
        return Effect(faces)
    options = {keyword.arg for keyword in call.keywords}
    if method in EDGES:
        if options & _WHOLE_WIRE_OPTIONS or _positional_options(method, call):
            drawing.blur()
        drawing.edges = True
        return Effect(False)
    if method in WIRES:
        if "forConstruction" in options or _positional_options(method, call):
            drawing.blur()
        drawing.wires = True
        return Effect(False)
    if method in ("close", "wire"):
        drawing.wires = drawing.wires or drawing.edges
        drawing.edges = False
        return Effect(False)
    if method in CONSUMERS:
        missing = "" if drawing.wires or faces else "close" if drawing.edges else "profile"
        drawing.wires = False
        if missing:
            drawing.blur()
        return Effect(False, missing)
    if method in FACES:
        return Effect(True)
    if method in NEUTRAL:
        return Effect(False)
    drawing.blur()
    return Effect(True)


def _positional_options(method: str, call: ast.Call) -> bool:
    """True when more arguments are given by position than the shape itself needs, so that an option may be among them."""
    needed = {
        "lineTo": 2, "line": 2, "vLine": 1, "hLine": 1, "vLineTo": 1, "hLineTo": 1, "polarLine": 2, "polarLineTo": 2,
        "threePointArc": 2, "sagittaArc": 2, "radiusArc": 2, "tangentArcPoint": 1, "polyline": 1, "spline": 1,
        "bezier": 1, "ellipseArc": 4, "rect": 2, "circle": 1, "ellipse": 2, "polygon": 2, "slot2D": 3,
    }  # fmt: skip
    return len(call.args) > needed[method] or any(isinstance(argument, ast.Starred) for argument in call.args)
