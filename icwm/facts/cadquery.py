"""Static facts of a CadQuery script: how often each operation is called, and the part's size as its numbers suggest it."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterable

from backends.python_analysis import all_nodes
from icwm.facts.calls import called
from icwm.facts.part_estimate import HABITS, PartEstimate

METHODS = (
    "Workplane", "Sketch", "Assembly", "box", "cylinder", "sphere", "wedge", "rect", "circle", "ellipse", "polygon", "slot2D",
    "polyline", "spline", "lineTo", "line", "hLine", "vLine", "threePointArc", "radiusArc", "tangentArcPoint", "close", "wire",
    "moveTo", "center", "pushPoints", "rarray", "polarArray", "extrude", "revolve", "sweep", "twistExtrude", "loft", "shell",
    "fillet", "chamfer", "hole", "cboreHole", "cskHole", "cutBlind", "cutThruAll", "cut", "union", "intersect", "combine",
    "mirror", "translate", "rotate", "rotateAboutCenter", "faces", "edges", "vertices", "wires", "solids", "workplane",
    "transformed", "tag", "end", "offset2D", "split", "section", "text", "each", "eachpoint", "add", "clean", "val", "vals",
    "constrain", "solve", "makeHelix", "interpPlate", "parametricCurve", "show_object",
)  # fmt: skip
ESTIMATES = ("volume", "dx", "dy", "dz", "pending", "removed", "added", "points", "smallest_length", "largest_radius")
COUNTS = (
    "numbers",
    "negative_numbers",
    "zeros",
    "assignments",
    "functions",
    "loops",
    "conditions",
    "asserts",
    "imports",
    "calls",
)
NAMES = (
    "parsed", *(f"calls_{m}" for m in METHODS), *(f"estimated_{e}" for e in ESTIMATES), *COUNTS,
    "fillet_radius", "chamfer_length", "shell_thickness", "radius_over_smallest", "shell_over_smallest",
    *(f"habit_{h}" for h in HABITS),
)  # fmt: skip


def cadquery_facts(code: str, tree: ast.Module | None) -> dict[str, float]:
    """By name, all of ``NAMES``; ``tree`` is ``None`` for a text that does not parse, and then all are 0."""
    found = dict.fromkeys(NAMES, 0.0)
    if tree is None:
        return found
    nodes = all_nodes(tree)
    calls = Counter(called(n) for n in nodes if isinstance(n, ast.Call))
    found["parsed"] = 1.0
    found |= {f"calls_{method}": float(calls[method]) for method in METHODS}
    found |= _counts(nodes)
    estimate = PartEstimate(tree)
    found |= {f"habit_{habit}": float(estimate.habits[habit]) for habit in HABITS}
    part = estimate.largest
    found |= {
        "estimated_volume": part.volume, "estimated_dx": part.dx, "estimated_dy": part.dy, "estimated_dz": part.dz,
        "estimated_pending": part.pending, "estimated_removed": part.removed, "estimated_added": part.added,
        "estimated_points": float(part.points),
    }  # fmt: skip
    lengths = [abs(v) for n in nodes if isinstance(n, ast.Constant) and (v := _plain(n)) is not None and v]
    smallest = min(lengths, default=0.0)
    found["estimated_smallest_length"] = smallest
    found |= {"fillet_radius": estimate.most["fillet"], "chamfer_length": estimate.most["chamfer"]}
    found |= {"shell_thickness": estimate.most["shell"], "estimated_largest_radius": estimate.most["circle"]}
    thin = min((d for d in (part.dx, part.dy, part.dz) if d > 0), default=0.0)
    if thin:
        found["radius_over_smallest"] = max(found["fillet_radius"], found["chamfer_length"]) / thin
        found["shell_over_smallest"] = found["shell_thickness"] / thin
    return {name: value if math.isfinite(value) else 0.0 for name, value in found.items()}


def _counts(nodes: Iterable[ast.AST]) -> dict[str, float]:
    kinds = Counter(type(n).__name__ for n in nodes)
    numbers = [v for n in nodes if isinstance(n, ast.Constant) and (v := _plain(n)) is not None]
    return {
        "numbers": float(len(numbers)), "zeros": float(sum(v == 0 for v in numbers)), "negative_numbers": float(kinds["USub"]),
        "assignments": float(kinds["Assign"]), "functions": float(kinds["FunctionDef"]),
        "loops": float(kinds["For"] + kinds["While"]), "conditions": float(kinds["If"]), "asserts": float(kinds["Assert"]),
        "imports": float(kinds["Import"] + kinds["ImportFrom"]), "calls": float(kinds["Call"]),
    }  # fmt: skip


def _plain(node: ast.Constant) -> float | None:
    value = node.value
    return (
        float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9 else None
    )
