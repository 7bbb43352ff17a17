"""Methods and arguments that CadQuery does not have, or has under another name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Kind
from training.mutations.cadquery.dimensions import calls
from training.mutations.python_source import Source, nodes, placed
from training.mutations.python_syntax import misspelt

_FOREIGN = {
    "extrude": ("extrud", "linear_extrude", "pad", "extrudeBoth"),
    "cutThruAll": ("cutThroughAll", "cutAll", "throughCut"),
    "cutBlind": ("pocket", "cutExtrude", "cut_blind"),
    "hole": ("addHole", "drill", "holes"),
    "fillet": ("round", "filletEdges", "fillet_edges"),
    "chamfer": ("bevel", "chamferEdges"),
    "union": ("fuse", "join", "add_part"),
    "cut": ("subtract", "difference", "remove"),
    "intersect": ("common", "intersection"),
    "translate": ("move", "translated", "moveBy"),
    "rotate": ("rotated", "turn", "rotate_z"),
    "faces": ("face", "select_faces", "selectFaces"),
    "edges": ("edge", "selectEdges"),
    "workplane": ("workPlane", "Workplane", "newWorkplane"),
    "rect": ("rectangle", "square"),
    "circle": ("circ", "Circle"),
    "box": ("cube", "Box", "makeBox"),
    "cylinder": ("makeCylinder", "Cylinder"),
    "polygon": ("regularPolygon", "ngon"),
    "shell": ("hollow", "thicken", "offset"),
    "revolve": ("rotate_extrude", "revolution", "lathe"),
    "rarray": ("rectArray", "grid", "rArray"),
    "polarArray": ("polar_array", "circularArray"),
    "pushPoints": ("points", "pushPoint", "atPoints"),
    "lineTo": ("line_to", "linto", "addLine"),
    "close": ("closed", "closeWire", "end_sketch"),
    "moveTo": ("move_to", "startAt"),
    "cboreHole": ("counterbore", "cBoreHole"),
    "cskHole": ("countersink", "cSinkHole"),
    "mirror": ("mirrored", "reflect"),
    "vertices": ("points", "corners"),
}
_KEYWORDS = {
    "centered": ("center", "centred"), "forConstruction": ("construction", "for_construction"), "origin": ("center", "position"),
    "offset": ("height", "distance"), "both": ("symmetric", "bothDirections"), "combine": ("merge",), "taper": ("draft",),
    "ruled": ("straight",), "name": ("label",), "loc": ("location",), "color": ("colour",),
}  # fmt: skip


def _methods(source: Source) -> list[ast.Call]:
    return [c for c in calls(source) if isinstance(c.func, ast.Attribute)]


def _renamed(source: Source, call: ast.Call, new: str) -> str:
    assert isinstance(call.func, ast.Attribute)
    end = source.span(call.func)[1]
    return source.cut((end - len(call.func.attr), end, new))


def foreign_method(source: Source, rng: Random) -> Iterator[str]:
    """The name that OpenSCAD, FreeCAD or nobody gives the operation."""
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in _FOREIGN:
            yield _renamed(source, call, rng.choice(_FOREIGN[call.func.attr]))


def misspelt_method(source: Source, rng: Random) -> Iterator[str]:
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute):
            yield _renamed(source, call, misspelt(call.func.attr, rng))


def other_method(source: Source, rng: Random) -> Iterator[str]:
    """A method that exists and does something else."""
    other = {
        "fillet": "chamfer", "chamfer": "fillet", "extrude": "cutBlind", "cutBlind": "extrude", "rect": "slot2D", "circle": "sphere",
        "lineTo": "line", "moveTo": "move", "center": "moveTo", "hole": "circle", "revolve": "extrude", "cutThruAll": "extrude",
        "workplane": "end", "polyline": "spline", "vertices": "faces", "loft": "sweep", "translate": "rotate", "extrude_": "loft",
    }  # fmt: skip
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in other:
            yield _renamed(source, call, other[call.func.attr])


def foreign_keyword(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source):
        for given in call.keywords:
            if given.arg in _KEYWORDS:
                yield source.put((given, f"{rng.choice(_KEYWORDS[given.arg])}={source.text(given.value)}"))


def keyword_added(source: Source, rng: Random) -> Iterator[str]:
    extra = {
        "box": ("center=True", "radius=2", "origin=(0, 0, 0)"), "extrude": ("symmetric=True", "direction=1", "height=5"),
        "hole": ("depth_=5", "through=True", "countersink=True"), "fillet": ("edges='|Z'", "radius=2"), "circle": ("diameter=10", "center=(0, 0)"),
        "rect": ("radius=2", "center=True"), "faces": ("axis='Z'",), "shell": ("outside=True", "faces='>Z'"), "workplane": ("z=5", "plane='XY'"),
    }  # fmt: skip
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in extra:
            text = source.text(call)
            comma = ", " if call.args or call.keywords else ""
            yield source.put((call, f"{text[:-1].rstrip().rstrip(',')}{comma}{rng.choice(extra[call.func.attr])})"))


def extra_argument(source: Source, rng: Random) -> Iterator[str]:
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in (
            "circle",
            "hole",
            "fillet",
            "close",
            "extrude",
            "faces",
            "vertices",
            "union",
            "shell",
        ):
            comma = ", " if call.args or call.keywords else ""
            yield source.put(
                (
                    call,
                    f"{source.text(call)[:-1].rstrip().rstrip(',')}{comma}{rng.choice(('5', '2.0', 'True', '(0, 0, 1)'))})",
                )
            )


def tuple_for_numbers(source: Source, rng: Random) -> Iterator[str]:
    """``translate(1, 2, 3)`` for ``translate((1, 2, 3))``, and the other way round."""
    for call in _methods(source):
        if len(call.args) == 1 and isinstance(call.args[0], ast.Tuple):
            yield source.put((call.args[0], source.text(call.args[0]).strip("()")))
        elif (
            len(call.args) > 1
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in ("box", "rect", "lineTo", "moveTo", "center")
        ):
            start, end = source.span(call.args[0])[0], source.span(call.args[-1])[1]
            yield source.cut((start, end, f"({source.code[start:end]})"))


def missing_call(source: Source, rng: Random) -> Iterator[str]:
    """A method named but not called."""
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute) and not call.args and not call.keywords:
            end = source.span(call)[1]
            yield source.cut((source.span(call.func)[1], end, ""))


def missing_dot(source: Source, rng: Random) -> Iterator[str]:
    for call in _methods(source):
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
            end = source.span(call.func)[1] - len(call.func.attr)
            yield source.cut((end - 1, end, ""))


def result_of_value(source: Source, rng: Random) -> Iterator[str]:
    """Works on the shape instead of the workplane."""
    for node in nodes([source.tree], ast.Assign):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and isinstance(node.targets[0], ast.Name)
            and "Workplane" in source.text(node.value)
        ):
            yield source.put(
                (node.value, source.text(node.value) + rng.choice((".val()", ".vals()", ".toPending()", ".objects")))
            )


def string_number(source: Source, rng: Random) -> Iterator[str]:
    for call in calls(source, ".extrude", ".box", ".circle", ".fillet", ".hole", ".rect", ".lineTo"):
        for argument in call.args:
            yield source.put(
                (
                    argument,
                    rng.choice(
                        (
                            f'"{source.text(argument)}"'
                            if '"' not in source.text(argument) and "'" not in source.text(argument)
                            else "None",
                            "None",
                            f"[{source.text(argument)}]",
                        )
                    ),
                )
            )


MUTATIONS = placed(
    Domain.CADQUERY, Kind.SYNTAX,
    foreign_method, misspelt_method, foreign_keyword, keyword_added, extra_argument, tuple_for_numbers, missing_call, missing_dot,
    result_of_value, string_number,
) + placed(Domain.CADQUERY, Kind.SEMANTIC, other_method)  # fmt: skip
