"""Hinge leaves with knuckles."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "hinge_leaf", "Leaf of a butt hinge.")
    length = s.number("length", 40, 80, 10)
    width = s.number("leaf_width", 20, 35, 5)
    thickness = s.number("thickness", 2, 3.5, 0.5)
    barrel = s.number("barrel_diameter", 7, 10)
    pin = s.number("pin_diameter", 3, 5, 0.5)
    knuckles = s.fixed("knuckle_count", rng.choice((3, 5)))
    screw = s.number("screw_diameter", 3, 4.5, 0.5)
    s.chain("part", s.plane(), f".box({width}, {length}, {thickness}, centered=(False, False, False))")
    step = s.let("knuckle_length", length / knuckles)
    s.comment("Every second knuckle")
    s.line(f"for i in range(0, {knuckles}, 2):")
    s.chain(
        "knuckle",
        f'cq.Workplane("XZ", origin=(0, i * {step if step.binding == 3 else f"({step})"}, {barrel / 2}))',
        f".circle({barrel / 2})",
        f".extrude({-step})",
        margin="    ",
    )
    s.line("    part = part.union(knuckle)")
    s.chain("bore", f'cq.Workplane("XZ", origin=(0, 0, {barrel / 2}))', f".circle({pin / 2})", f".extrude({-length})")
    s.line("part = part.cut(bore)")
    s.comment("Screw holes")
    s.chain(
        "part",
        "part",
        '.faces("<Z")',
        f".workplane(origin=({width * 0.65}, {length / 2}, 0))",
        f".rarray(1, {length / 2}, 1, 2)",
        f".hole({screw})",
    )
    return s.design()
