"""Plates from the Sketch API: faces, slots, cut-outs, rounded vertices."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "sketch_plate", "Plate drawn with cq.Sketch.")
    length = s.number("length", 40, 80, 5)
    width = s.number("width", 30, 50, 5)
    thickness = s.number("thickness", 3, 8)
    hole = s.number("hole_diameter", 3, 6)
    radius = s.number("corner_radius", 2, 5)
    kind = rng.choice(("rect", "trapezoid", "circle", "hull"))
    holes = [f".rarray({length - 16}, {width - 14}, 2, 2)", f'.circle({hole / 2}, mode="s")', ".reset()"]
    if kind == "rect":
        s.chain(
            "outline",
            "cq.Sketch()",
            f".rect({length}, {width})",
            ".vertices()",
            f".fillet({radius})",
            ".reset()",
            *holes,
        )
    elif kind == "trapezoid":
        s.chain(
            "outline",
            "cq.Sketch()",
            f".trapezoid({length}, {width}, {rng.choice((75, 80, 100))})",
            ".vertices()",
            f".fillet({radius})",
            ".reset()",
            f'.circle({hole}, mode="s")',
        )
    elif kind == "circle":
        s.chain(
            "outline",
            "cq.Sketch()",
            f".circle({length / 2})",
            f".parray({length / 3}, 0, 360, {rng.randint(3, 6)})",
            f'.circle({hole / 2}, mode="s")',
            ".reset()",
            f'.rect({width / 4}, {width / 4}, mode="s")',
        )
    else:
        s.chain(
            "outline",
            "cq.Sketch()",
            f".slot({length}, {width * 0.6})",
            f".push([({-length / 4}, 0), ({length / 4}, 0)])",
            f'.circle({hole / 2}, mode="s")',
            ".reset()",
        )
    s.chain("part", s.plane(), ".placeSketch(outline)", f".extrude({thickness})")
    if s.chance(0.5):
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".edges()" if kind != "hull" else '.edges("%LINE")',
            f".chamfer({rng.choice((0.3, 0.4))})",
        )
    return s.design()
