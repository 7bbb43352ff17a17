"""Wedges, pyramids, ramps and tapered solids."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "wedge", "Tapered solid.")
    length = s.number("length", 30, 70, 5)
    width = s.number("width", 20, 50, 5)
    height = s.number("height", 15, 40, 5)
    kind = rng.choice(("wedge", "taper", "pyramid", "ramp"))
    if kind == "wedge":
        s.chain(
            "part", s.plane(), f".wedge({length}, {height}, {width}, {length / 4}, 0, {length * 0.75}, {width / 2})"
        )
    elif kind == "taper":
        taper = s.number("taper", 3, 12)
        s.chain("part", s.plane(), f".rect({length}, {width})", f".extrude({height / 2}, taper={taper})")
    elif kind == "pyramid":
        sides = s.count("sides", 3, 8)
        s.chain(
            "part",
            s.plane(),
            f".polygon({sides}, {length})",
            f".workplane(offset={height})",
            f".polygon({sides}, {length / 5})",
            ".loft(ruled=True)",
        )
    else:
        s.chain(
            "part",
            s.plane("XZ"),
            ".moveTo(0, 0)",
            f".lineTo({length}, 0)",
            f".lineTo({length}, {height})",
            f".lineTo({length * 0.7}, {height})",
            ".close()",
            f".extrude({width})",
        )
    if s.chance(0.6):
        bore = s.number("bore", 3, 5)
        s.comment("Hole from below")
        s.chain(
            "part",
            "part",
            '.faces("<Y")' if kind == "wedge" else '.faces("<Z")',
            ".workplane()",
            f".circle({bore / 2})",
            f".cutBlind({rng.choice((-3, -4))})",
        )
    if s.chance(0.4) and kind in ("ramp", "taper"):
        s.chain("part", "part", '.faces("<Z")', ".edges()", ".chamfer(0.4)")
    return s.design()
