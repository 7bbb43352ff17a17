"""Angle brackets stiffened by triangular ribs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "gusset_bracket", "Bracket with gussets.")
    base = s.number("base_length", 50, 90, 5)
    width = s.number("width", 40, 70, 5)
    height = s.number("height", 40, 80, 5)
    thickness = s.number("thickness", 4, 8)
    rib = s.number("rib_thickness", 3, 6)
    reach = s.number("rib_reach", 20, 30)
    hole = s.number("hole_diameter", 4, 8)
    s.chain("part", s.plane(), f".box({base}, {width}, {thickness}, centered=(False, True, False))")
    s.chain("back", s.plane(), f".box({thickness}, {width}, {height}, centered=(False, True, False))")
    s.line("part = part.union(back)")
    s.comment("Triangular ribs between base and back")
    sides = rng.choice(("(-1, 1)", "(-1, 0, 1)", "(0,)"))
    s.line(f"for side in {sides}:")
    s.chain(
        "rib", f'cq.Workplane("XZ", origin=(0, side * {(width - rib) / 2} + {rib / 2}, 0))',
        f".polyline([({thickness}, {thickness}), ({thickness + reach}, {thickness}), ({thickness}, {thickness + reach})])",
        ".close()", f".extrude({rib})", margin="    ",
    )  # fmt: skip
    s.line("    part = part.union(rib)")
    s.comment("Fixing holes")
    s.chain(
        "part",
        "part",
        '.faces("<Z")',
        f".workplane(origin=({base - 10}, 0, 0))",
        f".rarray(1, {width / 2}, 1, 2)",
        f".hole({hole})",
    )
    s.chain(
        "part",
        "part",
        '.faces("<X")',
        f".workplane(origin=(0, 0, {height - 8}))",
        f".rarray({width / 2}, 1, 2, 1)",
        f".hole({hole})",
    )
    if s.chance(0.4):
        s.chain("part", "part", '.edges("|Z and >X")', f".fillet({rng.choice((3, 5))})")
    return s.design()
