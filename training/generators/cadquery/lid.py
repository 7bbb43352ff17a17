"""Lids and caps with a lip, a grip or screw holes."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "lid", "Lid with a locating lip.")
    round_lid = s.chance(0.4)
    thickness = s.number("thickness", 2, 4, 0.5)
    lip = s.number("lip_height", 2, 5, 0.5)
    wall = s.number("lip_wall", 1.5, 2.5, 0.5)
    clearance = s.number("clearance", 0.1, 0.4, 0.1)
    if round_lid:
        diameter = s.number("diameter", 40, 90, 5)
        s.chain("part", s.plane(), f".circle({diameter / 2})", f".extrude({thickness})")
        inset = diameter / 2 - wall - clearance
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane()",
            f".circle({inset})",
            f".circle({inset - wall})",
            f".extrude({lip})",
        )
        if s.chance(0.5):
            s.comment("Grip")
            s.chain(
                "part",
                "part",
                '.faces(">Z")',
                ".workplane()",
                f".circle({rng.choice((6, 8))})",
                f".extrude({rng.choice((8, 10))})",
            )
    else:
        length = s.number("length", 60, 110, 5)
        width = s.number("width", 40, 70, 5)
        radius = s.number("corner_radius", 3, 6)
        s.chain(
            "part",
            s.plane(),
            f".box({length}, {width}, {thickness}, centered=(True, True, False))",
            '.edges("|Z")',
            f".fillet({radius})",
        )
        gap = 2 * (wall + clearance)
        s.chain(
            "lip", s.plane(), f".rect({length - gap}, {width - gap})", f".rect({length - gap - 2 * wall}, {width - gap - 2 * wall})",
            f".extrude({-lip})",
        )  # fmt: skip
        s.line("part = part.union(lip)")
        if s.chance(0.6):
            s.chain(
                "part",
                "part",
                '.faces(">Z")',
                f".workplane(origin=(0, 0, {thickness}))",
                f".rect({length - 24}, {width - 24}, forConstruction=True)",
                ".vertices()",
                f".cskHole(3.2, {rng.choice((5.5, 6))}, 90)" if thickness > 2 else ".hole(3.2)",
            )
    if s.chance(0.5):
        s.chain("part", "part", '.faces(">Z")', ".edges()", f".chamfer({rng.choice((0.4, 0.5, 0.8))})")
    return s.design()
