"""Lofted transitions between two or three sections."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "loft", "Lofted transition.")
    size = s.number("base_size", 30, 60, 5)
    top = s.fixed("top_size", float(size) * rng.choice((0.4, 0.5, 0.7)))
    height = s.number("height", 20, 60, 5)
    form = rng.choice(("square_round", "square_square", "three", "hex_round"))
    first = {
        "square_round": f".rect({size}, {size})", "square_square": f".rect({size}, {size * 0.7})", "three": f".circle({size / 2})",
        "hex_round": f".polygon(6, {size})",
    }[form]  # fmt: skip
    last = {"square_square": f".rect({top}, {top})"}.get(form, f".circle({top / 2})")
    calls = [first]
    if form == "three":
        calls += [
            f".workplane(offset={height / 2})",
            f".circle({top / 2})",
            f".workplane(offset={height / 2})",
            f".circle({size * 0.4})",
        ]
    else:
        calls += [f".workplane(offset={height})", last]
    ruled = "ruled=True" if form == "square_square" or s.chance(0.2) else rng.choice(("", "combine=True"))
    s.chain("part", s.plane(), *calls, f".loft({ruled})")
    if s.chance(0.6):
        s.comment("Foot")
        foot = s.number("foot_height", 3, 8)
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane()",
            first.replace("rect(", "rect(").replace("circle(", "circle("),
            f".extrude({foot})",
        )
    if s.chance(0.5):
        bore = s.fixed("bore", round(float(top) * 0.4, 1))
        s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
    return s.design()
