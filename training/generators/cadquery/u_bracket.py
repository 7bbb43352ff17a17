"""U-shaped brackets and saddles bent from plate."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "u_bracket", "U bracket.")
    inner = s.number("inner_width", 20, 60, 2)
    height = s.number("height", 25, 60, 5)
    depth = s.number("depth", 15, 40, 5)
    wall = s.number("wall", 2, 6, 0.5)
    pin = s.number("pin_diameter", 4, 9, 0.5)
    outer = inner + 2 * wall
    form = rng.choice(("cut", "profile", "union"))
    if form == "cut":
        s.chain("part", s.plane(), f".box({outer}, {depth}, {height}, centered=(True, True, False))")
        s.comment("Slot between the arms")
        s.chain(
            "slot",
            s.plane(),
            f".workplane(offset={wall})",
            f".box({inner}, {depth}, {height}, centered=(True, True, False))",
        )
        s.line("part = part.cut(slot)")
    elif form == "profile":
        half, bore = outer / 2, inner / 2
        s.chain(
            "part", s.plane("XZ"), f".moveTo({-half}, 0)", f".lineTo({half}, 0)", f".lineTo({half}, {height})",
            f".lineTo({bore}, {height})", f".lineTo({bore}, {wall})", f".lineTo({-bore}, {wall})", f".lineTo({-bore}, {height})",
            f".lineTo({-half}, {height})", ".close()", f".extrude({depth / 2}, both=True)",
        )  # fmt: skip
    else:
        s.chain("part", s.plane(), f".box({outer}, {depth}, {wall}, centered=(True, True, False))")
        s.line("for side in (-1, 1):")
        s.chain(
            "arm",
            s.plane(),
            f".center(side * {(inner + wall) / 2}, 0)",
            f".box({wall}, {depth}, {height}, centered=(True, True, False))",
            margin="    ",
        )
        s.line("    part = part.union(arm)")
    s.comment("Pin through both arms")
    s.chain("part", "part", '.faces(">X")', f".workplane(origin=(0, 0, {height * 0.7}))", f".hole({pin})")
    if s.chance(0.6):
        s.chain("part", "part", '.edges("|X and >Z")', f".fillet({rng.choice((2, 3, 4))})")
    if s.chance(0.5):
        s.chain("part", "part", '.faces("<Z")', ".workplane(origin=(0, 0, 0))", f".hole({pin})")
    return s.design()
