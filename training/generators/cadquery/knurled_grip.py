"""Grips with repeated cuts around a cylinder."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "knurled_grip", "Grip with axial grooves.")
    diameter = s.number("diameter", 16, 30, 2)
    length = s.number("length", 20, 40, 5)
    grooves = s.count("groove_count", 8, 16)
    depth = s.number("groove_depth", 0.5, 1.2, 0.1)
    bore = s.number("bore", 5, 8)
    if s.chance(0.4):
        s.chain("part", s.plane(), f".cylinder({length}, {diameter / 2})")
    else:
        s.chain("part", s.plane(), f".circle({diameter / 2})", f".extrude({length / 2}, both=True)")
    s.comment("Grooves")
    if s.chance(0.5):
        s.chain(
            "cutter",
            s.plane(),
            f".polarArray({diameter / 2}, 0, 360, {grooves})",
            f".rect({depth * 2}, {depth * 1.5})",
            f".extrude({length}, both=True)",
        )
        s.line("part = part.cut(cutter)")
    else:
        s.line(f"for i in range({grooves}):")
        s.chain(
            "cutter",
            s.plane(),
            f".center({diameter / 2}, 0)",
            f".circle({depth})",
            f".extrude({length}, both=True)",
            f".rotate((0, 0, 0), (0, 0, 1), i * 360 / {grooves})",
            margin="    ",
        )
        s.line("    part = part.cut(cutter)")
    s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
    if s.chance(0.3):
        s.chain("part", "part", '.faces(">Z")', '.edges("%CIRCLE")', ".chamfer(0.2)")
    return s.design()
