"""Bladed discs and impellers with straight blades."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "turbine_disc", "Disc with blades.")
    hub = s.number("hub_diameter", 18, 30, 2)
    disc = s.fixed("disc_diameter", float(hub) * rng.choice((2.5, 3)))
    thickness = s.number("disc_thickness", 2, 5)
    blade_height = s.number("blade_height", 6, 14)
    blades = s.count("blade_count", 5, 9)
    blade = s.number("blade_thickness", 1.5, 3, 0.5)
    bore = s.number("bore", 4, 8)
    s.chain(
        "part",
        s.plane(),
        f".circle({disc / 2})",
        f".extrude({thickness})",
        '.faces(">Z")',
        ".workplane()",
        f".circle({hub / 2})",
        f".extrude({blade_height})",
    )
    s.comment("Blades")
    length = disc / 2 - hub / 2
    if s.chance(0.5):
        s.line(f"for i in range({blades}):")
        s.chain(
            "blade_body", s.plane(), f".workplane(offset={thickness})", f".center({hub / 2 + length / 2 - 0.5}, 0)", f".rect({length}, {blade})",
            f".extrude({blade_height})", f".rotate((0, 0, 0), (0, 0, 1), i * 360 / {blades})", margin="    ",
        )  # fmt: skip
        s.line("    part = part.union(blade_body)")
    else:
        s.chain(
            "vanes",
            s.plane(),
            f".workplane(offset={thickness})",
            f".polarArray({hub / 2 + length / 2 - 0.5}, 0, 360, {blades})",
            f".rect({length}, {blade})",
            f".extrude({blade_height})",
        )
        s.line("part = part.union(vanes)")
    s.chain("part", "part", '.faces("<Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
    if s.chance(0.4):
        s.chain("part", "part", '.faces("<Z")', ".edges()", f".chamfer({rng.choice((0.3, 0.5))})")
    return s.design()
