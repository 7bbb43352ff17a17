"""Blocks that come back to tagged workplanes and solids."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "tagged_block", "Block worked from tagged planes.")
    length = s.number("length", 40, 80, 5)
    width = s.number("width", 30, 50, 5)
    height = s.number("height", 12, 24, 2)
    boss = s.number("boss_diameter", 10, 16)
    boss_height = s.number("boss_height", 5, 12)
    hole = s.number("hole_diameter", 3, 5)
    tag = rng.choice(("base", "top", "ref"))
    s.chain(
        "part", s.plane(), f".box({length}, {width}, {height})", '.faces(">Z")', ".workplane()", f'.tag("{tag}")', f".circle({boss / 2})",
        f".extrude({boss_height})", f'.workplaneFromTagged("{tag}")', f".rarray({length - 12}, {width - 12}, 2, 2)", f".hole({hole})",
    )  # fmt: skip
    if s.chance(0.6):
        s.comment("Bore through the boss")
        s.chain("part", "part", '.faces(">Z")', ".workplane()", f".hole({boss * 0.4})")
    if s.chance(0.5):
        s.comment("Pocket from below")
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane()",
            f".rect({length * 0.5}, {width * 0.5})",
            f".cutBlind({-height * 0.3})",
        )
    if s.chance(0.5):
        s.chain("part", "part", '.edges("|Z")', f".fillet({rng.choice((1, 1.5))})")
    return s.design()
