"""Nuts, washers and spacers."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "nut_washer", "Nut or washer.")
    bore = s.number("bore", 3, 12, 0.5)
    kind = rng.choice(("nut", "washer", "flanged", "square", "spring"))
    thickness = s.fixed("thickness", round(float(bore) * (0.8 if kind != "washer" else 0.3), 1))
    if kind == "washer":
        outer = s.fixed("outer_diameter", round(float(bore) * rng.choice((2, 2.2, 3)), 1))
        if s.chance(0.5):
            s.chain("part", s.plane(), f".circle({outer / 2})", f".circle({bore / 2})", f".extrude({thickness})")
        else:
            s.chain(
                "part",
                s.plane(),
                f".circle({outer / 2})",
                f".extrude({thickness})",
                '.faces(">Z")',
                ".workplane()",
                f".hole({bore})",
            )
        s.chain(
            "part", "part", '.edges("%CIRCLE and >Z")' if s.chance(0.5) else '.faces(">Z").edges()', ".chamfer(0.1)"
        )
    else:
        flats = s.fixed("across", round(float(bore) * 1.9, 1))
        outline = f".rect({flats}, {flats})" if kind == "square" else f".polygon(6, {flats})"
        s.chain("part", s.plane(), outline, f".extrude({thickness})")
        if kind == "flanged":
            s.chain(
                "part", "part", '.faces("<Z")', ".workplane()", f".circle({flats * 0.6})", f".extrude({thickness / 5})"
            )
        s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
        if kind == "nut":
            s.comment("Bevel the corners like a turned nut")
            s.chain(
                "bevel",
                s.plane(),
                f".circle({flats / 2 - 0.1})",
                f".extrude({thickness})",
                '.faces(">Z")',
                ".edges()",
                f".chamfer({thickness / 10})",
            )
            s.line("part = part.intersect(bevel)")
    return s.design()
