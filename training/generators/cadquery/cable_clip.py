"""Cable clips and pipe saddles."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "cable_clip", "Cable clip with a screw foot.")
    cable = s.number("cable_diameter", 4, 14)
    wall = s.number("wall", 1.5, 3, 0.5)
    width = s.number("width", 6, 14)
    foot = s.number("foot_length", 10, 18)
    screw = s.number("screw_diameter", 2.5, 4, 0.5)
    radius = s.let("outer_radius", cable / 2 + wall)
    s.chain("part", s.plane("XZ"), f".center(0, {radius})", f".circle({radius})", f".extrude({width / 2}, both=True)")
    s.chain(
        "foot_plate",
        s.plane(),
        f".center({radius + foot / 2 - wall}, 0)" if radius.binding == 3 else f".center({foot / 2}, 0)",
        f".box({foot + 2 * wall}, {width}, {wall + 1}, centered=(True, True, False))",
    )
    s.line("part = part.union(foot_plate)")
    s.comment("Channel for the cable")
    s.chain("channel", s.plane("XZ"), f".center(0, {radius})", f".circle({cable / 2})", f".extrude({width}, both=True)")
    s.line("part = part.cut(channel)")
    if s.chance(0.6):
        s.comment("Opening at the top to snap the cable in")
        s.chain(
            "mouth",
            s.plane(),
            f".workplane(offset={radius})",
            f".rect({cable * 0.7}, {width * 2})",
            f".extrude({cable + 2 * wall})",
        )
        s.line("part = part.cut(mouth)")
    s.chain("part", "part", '.faces("<Z")', f".workplane(origin=({radius} + {foot * 0.6}, 0, 0))", f".hole({screw})")
    return s.design()
