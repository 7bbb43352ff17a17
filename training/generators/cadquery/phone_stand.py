"""Stands and wedges from an extruded side profile."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "phone_stand", "Phone stand.")
    depth = s.number("depth", 60, 90, 5)
    height = s.number("height", 70, 110, 5)
    width = s.number("width", 50, 80, 5)
    slot = s.number("slot_width", 10, 14)
    wall = s.number("wall", 4, 7)
    s.comment("Side profile")
    s.line(
        "profile = [", "    (0, 0),", f"    ({depth}, 0),", f"    ({depth}, {wall * 3}),", f"    ({depth - wall}, {wall * 3}),", f"    ({depth - wall}, {wall}),",
        f"    ({depth - wall - slot}, {wall}),", f"    ({depth * 0.25}, {height}),", f"    ({depth * 0.25 - wall * 1.2}, {height}),", "]",
    )  # fmt: skip
    s.chain("part", s.plane("XZ"), ".polyline(profile)", ".close()", f".extrude({width / 2}, both=True)")
    if s.chance(0.6):
        s.comment("Cable notch")
        s.chain(
            "notch", s.plane(), f".center({depth - wall}, 0)", f".box({slot * 2}, {rng.choice((12, 15))}, {wall * 8})"
        )
        s.line("part = part.cut(notch)")
    if s.chance(0.5):
        s.comment("Lighten the back")
        s.chain(
            "window",
            s.plane("YZ"),
            f".center(0, {height * 0.35})",
            f".rect({width * 0.5}, {height * 0.3})",
            f".extrude({depth * 0.6})",
        )
        s.line("part = part.cut(window)")
    if s.chance(0.5):
        s.chain("part", "part", '.edges("|Y and >X")', f".fillet({rng.choice((0.8, 1, 1.5))})")
    return s.design()
