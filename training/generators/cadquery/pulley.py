"""V-belt and flat-belt pulleys by revolving a profile."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "pulley", "Belt pulley.")
    outer = s.number("outer_diameter", 40, 90, 5)
    width = s.number("width", 12, 24)
    groove = s.number("groove_depth", 4, 8)
    bore = s.number("bore", 6, 12)
    rim = s.number("rim_width", 2, 4, 0.5)
    radius = outer / 2
    s.comment("Half profile in XZ, turned about Z")
    s.chain(
        "profile", s.plane("XZ"), f".moveTo({bore / 2}, 0)", f".lineTo({radius}, 0)", f".lineTo({radius}, {rim})",
        f".lineTo({radius - groove}, {width / 2})", f".lineTo({radius}, {width - rim})", f".lineTo({radius}, {width})",
        f".lineTo({bore / 2}, {width})", ".close()",
    )  # fmt: skip
    s.line(
        "part = profile.revolve(360, (0, 0, 0), (0, 1, 0))"
        if s.chance(0.5)
        else "part = profile.revolve(360.0, (0, 0), (0, 1))"
    )
    if s.chance(0.6):
        s.comment("Lightening holes")
        holes = s.count("hole_count", 3, 6)
        where = s.let("hole_circle", (radius - groove + bore / 2) / 2)
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane(origin=(0, 0, 0))",
            f".polarArray({where}, 0, 360, {holes})",
            f".hole({rng.choice((2, 3))})",
        )
    if s.chance(0.5):
        s.comment("Keyway")
        key = s.number("key_width", 2, 3, 0.5)
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            f".workplane(origin=(0, 0, {width}))",
            f".center({bore / 2}, 0)",
            f".rect({key}, {key})",
            ".cutThruAll()",
        )
    return s.design()
