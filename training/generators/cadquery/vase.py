"""Thin-walled vessels turned from a spline or polyline profile."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "vase", "Turned vessel.")
    base = s.number("base_radius", 12, 22)
    belly = s.fixed("belly_radius", float(base) * rng.choice((1.3, 1.5)))
    neck = s.fixed("neck_radius", float(base) * rng.choice((0.6, 0.8)))
    height = s.number("height", 50, 90, 5)
    wall = s.number("wall", 1.5, 2.5, 0.5)
    axis = rng.choice((".revolve(360, (0, 0, 0), (0, 1, 0))", ".revolve(axisStart=(0, 0, 0), axisEnd=(0, 1, 0))"))
    if s.chance(0.5):
        outline = (
            f".spline([({belly}, {height * 0.4}), ({neck}, {height * 0.8}), ({neck}, {height})], includeCurrent=True)"
        )
        s.chain("part", s.plane("XZ"), f".lineTo({base}, 0)", outline, f".lineTo(0, {height})", ".close()", axis)
    else:
        s.chain(
            "part", s.plane("XZ"), f".polyline([(0, 0), ({base}, 0), ({belly}, {height * 0.4}), ({neck}, {height * 0.8}), ({neck}, {height}), (0, {height})])",
            ".close()", axis,
        )  # fmt: skip
    s.comment("Hollow it from the top")
    if s.chance(0.3):
        s.chain(
            "part", "part", '.faces(">Z")', ".workplane()", f".circle({neck - wall})", f".cutBlind({-(height - wall)})"
        )
    else:
        s.chain("part", "part", '.faces(">Z")', f".shell({-wall})")
    return s.design()
