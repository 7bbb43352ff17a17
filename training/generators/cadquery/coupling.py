"""Shaft couplings: jaws, slits and set screws."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "coupling", "Shaft coupling.")
    outer = s.number("outer_diameter", 25, 45, 5)
    length = s.number("length", 25, 45, 5)
    bore1 = s.number("bore_1", 5, 8)
    bore2 = s.number("bore_2", 6, 10)
    screw = s.number("set_screw", 2.5, 4, 0.5)
    jaw = s.chance(0.4)
    if jaw:
        jaws = s.count("jaw_count", 2, 4)
        height = s.number("jaw_height", 6, 10)
        s.chain("part", s.plane(), f".circle({outer / 2})", f".extrude({length / 2})")
        s.chain(
            "claws",
            f'cq.Workplane("XY", origin=(0, 0, {length / 2}))',
            f".polarArray({outer * 0.33}, 0, 360, {jaws})",
            f".rect({outer * 0.25}, {outer * 0.2})",
            f".extrude({height})",
        )
        s.line("part = part.union(claws)")
        s.chain("part", "part", '.faces("<Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore1})")
    else:
        s.chain("part", s.plane(), f".cylinder({length}, {outer / 2})")
        s.comment("A bore from each end")
        s.chain("part", "part", '.faces(">Z")', ".workplane()", f".hole({bore1}, {length / 2})")
        s.chain("part", "part", '.faces("<Z")', ".workplane()", f".hole({bore2}, {length / 2})")
    s.comment("Set screws")
    level = length / 4
    where = f'cq.Workplane("YZ", origin=(0, 0, {level}))' if jaw else f'cq.Workplane("YZ", origin=(0, 0, {-level}))'
    s.chain("screw_hole", where, f".circle({screw / 2})", f".extrude({outer})")
    s.line("part = part.cut(screw_hole)")
    if not jaw and s.chance(0.5):
        s.line('part = part.cut(screw_hole.mirror("XY"))')
    if s.chance(0.5):
        s.chain("part", "part", '.faces("<Z")', ".edges('%CIRCLE')", f".chamfer({rng.choice((0.3, 0.5))})")
    return s.design()
