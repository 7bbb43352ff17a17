"""Standoffs, spacers and bushings: hexagonal or round, bored."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "standoff", "Threadless standoff.")
    length = s.number("length", 8, 40, 1)
    bore = s.number("bore", 2.5, 5, 0.5, "screw clearance")
    if s.chance(0.5):
        flats = s.fixed("across_corners", float(bore) * 2 + rng.choice((1, 2, 3)))
        s.chain("part", s.plane(), f".polygon(6, {flats})", f".extrude({length})")
    else:
        outer = s.fixed("outer_diameter", float(bore) * 2 + rng.choice((0.5, 1, 2)))
        s.chain("part", s.plane(), f".circle({outer / 2})", f".extrude({length})")
    if s.chance(0.4):
        s.comment("Flange at the foot")
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane()",
            f".circle({bore * 2.2})",
            f".extrude({rng.choice((1.5, 2))})",
        )
    s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
    if s.chance(0.5):
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane(origin=(0, 0, 0))",
            f".cboreHole({bore}, {bore * 1.5}, {length / 4})",
        )
    elif s.chance(0.6):
        s.chain("part", "part", '.faces(">Z")', ".edges()", f".chamfer({rng.choice((0.2, 0.3))})")
    return s.design()
