"""Pillow blocks: a bored boss on a slotted foot."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "bearing_housing", "Pillow block for a ball bearing.")
    bearing = s.number("bearing_diameter", 22, 47, 1, "outer ring")
    seat = s.number("bearing_width", 7, 14)
    shaft = s.fixed("shaft_clearance", float(bearing) * 0.6)
    foot = s.fixed("foot_length", float(bearing) * 2 + rng.choice((20, 30)))
    width = seat + 6
    base = s.number("base_height", 8, 14)
    centre = s.fixed("centre_height", float(bearing) / 2 + float(base) + 4)
    bolt = s.number("bolt_diameter", 5, 9)
    s.comment("Foot")
    s.chain("part", s.plane(), f".box({foot}, {width}, {base}, centered=(True, True, False))")
    s.comment("Boss around the bearing")
    s.chain(
        "boss",
        f'cq.Workplane("XZ", origin=(0, 0, {centre}))',
        f".circle({bearing / 2 + 6})",
        f".extrude({width / 2}, both=True)",
    )
    s.chain("web", s.plane(), f".box({bearing + 12}, {width}, {centre}, centered=(True, True, False))")
    s.line("part = part.union(boss).union(web)" if s.chance(0.5) else "part = part.union(web).union(boss)")
    s.comment("Shaft passage and bearing seat")
    s.chain("part", "part", '.faces("<Y")', f".workplane(origin=(0, 0, {centre}))", f".hole({shaft})")
    s.chain(
        "part",
        "part",
        '.faces("<Y")',
        f".workplane(origin=(0, 0, {centre}))",
        f".circle({bearing / 2})",
        f".cutBlind({-seat})",
    )
    s.comment("Foot bolts")
    holes = f".slot2D({bolt + 4}, {bolt})" if s.chance(0.5) else f".circle({bolt / 2})"
    s.chain(
        "part",
        "part",
        '.faces("<Z")',
        ".workplane(origin=(0, 0, 0))",
        f".rarray({foot - 16}, 1, 2, 1)",
        holes,
        ".cutThruAll()",
    )
    return s.design()
