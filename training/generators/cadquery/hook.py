"""Wall hooks and coat pegs swept or extruded from profiles."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "hook", "Wall hook.")
    height = s.number("plate_height", 40, 70, 5)
    width = s.number("plate_width", 15, 30, 5)
    thickness = s.number("thickness", 3, 6)
    reach = s.number("reach", 20, 40, 5)
    screw = s.number("screw_diameter", 3, 5, 0.5)
    if s.chance(0.5):
        lip = s.number("lip_height", 8, 15)
        s.chain(
            "part", s.plane("XZ"), ".moveTo(0, 0)", f".lineTo({reach}, 0)", f".lineTo({reach}, {lip})", f".lineTo({reach - thickness}, {lip})",
            f".lineTo({reach - thickness}, {thickness})", f".lineTo({thickness}, {thickness})", f".lineTo({thickness}, {height})",
            f".lineTo(0, {height})", ".close()", f".extrude({width / 2}, both=True)",
        )  # fmt: skip
    else:
        rod = s.number("rod_diameter", 6, 9)
        s.chain("part", s.plane(), f".box({thickness}, {width}, {height}, centered=(False, True, False))")
        s.chain(
            "path",
            s.plane("XZ"),
            f".moveTo(0, {height / 3})",
            f".lineTo({reach / 2}, {height / 3})",
            f".tangentArcPoint(({reach}, {height / 3 + reach / 2}), relative=False)",
        )
        s.chain("rod", f'cq.Workplane("YZ", origin=(0, 0, {height / 3}))', f".circle({rod / 2})", ".sweep(path)")
        s.line("part = part.union(rod)")
    s.comment("Screw holes in the plate")
    s.chain("part", "part", '.faces("<X")', f".workplane(origin=(0, 0, {height * 0.8}))", f".hole({screw})")
    if s.chance(0.5):
        s.chain("part", "part", '.edges("|X and >Z")', f".fillet({rng.choice((2, 3))})")
    return s.design()
