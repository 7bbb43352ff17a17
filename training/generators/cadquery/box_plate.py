"""Rectangular plates with rounded or bevelled corners and a grid or frame of holes."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "box_plate", "Mounting plate with a hole pattern.")
    length = s.number("length", 60, 140, 5, "along X")
    width = s.number("width", 40, 80, 5)
    thickness = s.number("thickness", 4, 12, 0.5)
    hole = s.number("hole_diameter", 3, 7, 0.5, "clearance holes")
    margin = s.number("edge_margin", 8, 12)
    radius = s.number("corner_radius", 2, 6, 0.5)
    s.comment("Base plate")
    edges = ['.edges("|Z")', f".fillet({radius})" if s.chance(0.7) else f".chamfer({radius})"]
    s.chain("part", s.plane(), f".box({length}, {width}, {thickness})", *edges)
    s.comment("Holes")
    dx, dy = length - 2 * margin, width - 2 * margin
    pattern = rng.choice(("rect", "rarray", "points", "centre"))
    if pattern == "rect":
        where = [f".rect({dx}, {dy}, forConstruction=True)", ".vertices()"]
    elif pattern == "rarray":
        nx, ny = rng.randint(2, 4), rng.randint(2, 3)
        where = [f".rarray({dx / (nx - 1)}, {dy / (ny - 1)}, {nx}, {ny})"]
    elif pattern == "points":
        where = [f".pushPoints([({-dx / 2}, 0), (0, 0), ({dx / 2}, 0)])"]
    else:
        where = []
    form = rng.choice(("hole", "hole", "cbore", "csk", "cut"))
    made = {
        "hole": f".hole({hole})",
        "cbore": f".cboreHole({hole}, {hole * 1.8}, {thickness / 2})",
        "csk": f".cskHole({hole}, {hole * 1.8}, 90)",
        "cut": f".circle({hole / 2}).cutThruAll()",
    }[form]
    s.chain("part", "part", '.faces(">Z")', ".workplane()", *where, made)
    if s.chance(0.4):
        s.comment("Break the top edges")
        s.chain("part", "part", '.faces("<Z")', ".edges()", f".chamfer({rng.choice((0.3, 0.5))})")
    return s.design()
