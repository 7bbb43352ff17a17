"""Angle brackets: two legs, inner fillet or gusset, screw holes in both."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "l_bracket", "L bracket with screw holes in both legs.")
    leg = s.number("leg_length", 40, 80, 5)
    height = s.number("height", 30, 70, 5)
    width = s.number("width", 20, 50, 5)
    thickness = s.number("thickness", 3, 8, 0.5, "sheet thickness")
    hole = s.number("hole_diameter", 3, 6, 0.5)
    if s.chance(0.5):
        s.comment("Profile in XZ, extruded along Y")
        s.chain(
            "part", s.plane("XZ"), ".moveTo(0, 0)", f".lineTo({leg}, 0)", f".lineTo({leg}, {thickness})",
            f".lineTo({thickness}, {thickness})", f".lineTo({thickness}, {height})", f".lineTo(0, {height})", ".close()",
            f".extrude({width / 2}, both=True)",
        )  # fmt: skip
    else:
        off = "centered=(False, True, False)"
        s.chain("base", s.plane(), f".box({leg}, {width}, {thickness}, {off})")
        s.chain("wall", s.plane(), f".box({thickness}, {width}, {height}, {off})")
        s.line("part = base.union(wall)")
    s.comment("Inner corner")
    inner = s.number("inner_radius", 1, 3, 0.5)
    if s.chance(0.7):
        s.chain(
            "part", "part", f".edges(cq.NearestToPointSelector(({thickness}, 0, {thickness})))", f".fillet({inner})"
        )
    s.comment("Screw holes")
    along = s.let("hole_offset", leg * 0.6)
    s.chain(
        "part", "part", '.faces("<Z")', f".workplane(origin=({along}, 0, 0))",
        *([f".rarray(1, {width / 2}, 1, 2)"] if s.chance(0.6) else []), f".hole({hole})",
    )  # fmt: skip
    s.chain(
        "part", "part", '.faces("<X")', f".workplane(origin=(0, 0, {height * 0.6}))",
        *([f".rarray({width / 2}, 1, 2, 1)"] if s.chance(0.6) else []), f".hole({hole})",
    )  # fmt: skip
    return s.design()
