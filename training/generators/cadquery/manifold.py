"""Blocks with crossing bores and ports."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "manifold", "Hydraulic manifold block.")
    length = s.number("length", 60, 110, 10)
    width = s.number("width", 30, 45, 5)
    height = s.number("height", 30, 45, 5)
    main = s.number("main_bore", 8, 12)
    port = s.number("port_diameter", 5, 8)
    count = s.count("port_count", 2, 4)
    spacing = s.let("port_spacing", length / (count + 1))
    s.chain("part", s.plane(), f".box({length}, {width}, {height})")
    s.comment("Main gallery along X")
    through = s.chance(0.5)
    s.chain("part", "part", '.faces(">X")', ".workplane()", f".hole({main}{'' if through else f', {length - 8}'})")
    s.comment("Ports from the top into the gallery")
    if s.chance(0.5):
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane()",
            f".rarray({spacing}, 1, {count}, 1)",
            f".hole({port}, {height / 2})",
        )
    else:
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane()",
            f".rarray({spacing}, 1, {count}, 1)",
            f".cboreHole({port}, {port * 1.6}, 4, {height / 2})",
        )
    if s.chance(0.5):
        s.comment("Mounting holes")
        s.chain(
            "part",
            "part",
            '.faces(">Y")',
            ".workplane()",
            f".rarray({length - 12}, {height - 12}, 2, 2)",
            f".hole({rng.choice((4, 5))}, {rng.choice((6, 8))})",
        )
    if s.chance(0.5):
        s.chain("part", "part", '.edges("|Z")', f".chamfer({rng.choice((0.8, 1, 1.5))})")
    return s.design()
