"""Revolved and fluted control knobs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "knob", "Control knob for a D shaft.")
    diameter = s.number("diameter", 20, 40, 2)
    height = s.number("height", 12, 22)
    shaft = s.number("shaft_diameter", 4, 7, 0.5)
    depth = s.fixed("shaft_depth", round(float(height) * rng.choice((0.5, 0.6, 0.7)), 1))
    if s.chance(0.5):
        s.chain(
            "part",
            s.plane(),
            f".circle({diameter / 2})",
            f".extrude({height})",
            '.faces(">Z")',
            ".edges()",
            f".fillet({rng.choice((1, 1.5, 2))})",
        )
    else:
        r = diameter / 2
        s.chain(
            "part", s.plane("XZ"), ".moveTo(0, 0)", f".lineTo({r}, 0)", f".lineTo({r}, {height * 0.3})",
            f".lineTo({r * 0.8}, {height * 0.4})", f".lineTo({r * 0.75}, {height})", f".lineTo(0, {height})", ".close()",
            ".revolve(360, (0, 0, 0), (0, 1, 0))",
        )  # fmt: skip
    if s.chance(0.7):
        s.comment("Grip flutes")
        flutes = s.count("flute_count", 6, 14)
        size = s.number("flute_diameter", 2, 3, 0.5)
        s.chain(
            "flutes",
            s.plane(),
            f".polarArray({diameter / 2}, 0, 360, {flutes})",
            f".circle({size / 2})",
            f".extrude({height * 0.8})",
        )
        s.line("part = part.cut(flutes)")
    s.comment("Shaft hole with a flat")
    s.chain(
        "part", "part", '.faces("<Z")', ".workplane(origin=(0, 0, 0))", f".circle({shaft / 2})", f".cutBlind({-depth})"
    )
    if s.chance(0.5):
        s.comment("Pointer mark")
        s.chain(
            "mark",
            f'cq.Workplane("XY", origin=(0, 0, {height}))',
            f".center({diameter / 4}, 0)",
            f".rect({diameter / 4}, 1)",
            ".extrude(-0.8)",
        )
        s.line("part = part.cut(mark)")
    return s.design()
