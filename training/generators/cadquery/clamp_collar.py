"""Split shaft collars and hose clamps."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "clamp_collar", "Split clamping collar.")
    bore = s.number("bore", 8, 25, 1)
    wall = s.number("wall", 6, 10)
    width = s.number("width", 8, 16)
    slit = s.number("slit", 1, 2.5, 0.5)
    screw = s.number("screw_diameter", 2.5, 4, 0.5)
    outer = s.let("outer_radius", bore / 2 + wall)
    s.chain("part", s.plane(), f".circle({outer})", f".circle({bore / 2})", f".extrude({width})")
    s.comment("Slit on the +X side")
    s.chain("slit_cut", s.plane(), f".center({outer}, 0)", f".rect({wall * 2 + 4}, {slit})", f".extrude({width})")
    s.line("part = part.cut(slit_cut)")
    s.comment("Clamping screw across the slit")
    s.chain(
        "screw_cut",
        f'cq.Workplane("XZ", origin=({bore / 2 + wall / 2}, 0, {width / 2}))',
        f".circle({screw / 2})",
        f".extrude({outer}, both=True)",
    )
    s.line("part = part.cut(screw_cut)")
    if s.chance(0.5):
        s.chain("part", "part", '.faces(">Z or <Z")', ".edges('%CIRCLE')", f".chamfer({rng.choice((0.3, 0.5))})")
    return s.design()
