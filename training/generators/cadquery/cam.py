"""Plate cams, eccentrics and levers."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "cam", "Plate cam.")
    base = s.number("base_radius", 12, 22)
    lift = s.number("lift", 4, 10)
    thickness = s.number("thickness", 5, 12)
    bore = s.number("bore", 5, 8)
    kind = rng.choice(("spline", "eccentric", "lever"))
    if kind == "spline":
        n = rng.choice((12, 16, 24))
        s.line("points = []", f"for i in range({n}):", f"    angle = 2 * math.pi * i / {n}")
        s.line(
            f"    radius = {base} + {lift} * (1 - math.cos(angle)) / 2",
            "    points.append((radius * math.cos(angle), radius * math.sin(angle)))",
        )
        s.chain(
            "part",
            s.plane(),
            ".spline(points, periodic=True)" if s.chance(0.6) else ".polyline(points)",
            ".close()",
            f".extrude({thickness})",
        )
    elif kind == "eccentric":
        s.chain("part", s.plane(), f".center({lift / 2}, 0)", f".circle({base})", f".extrude({thickness})")
        s.chain("hub", s.plane(), f".circle({bore})", f".extrude({thickness + 6})")
        s.line("part = part.union(hub)")
    else:
        length = s.number("lever_length", 40, 60, 5)
        s.chain("part", s.plane(), f".circle({base})", f".extrude({thickness})")
        s.chain(
            "arm",
            s.plane(),
            f".center({length / 2}, 0)",
            f".slot2D({length}, {base * 0.8})",
            f".extrude({thickness * 0.6})",
        )
        s.line("part = part.union(arm)")
    s.comment("Shaft bore and key")
    s.chain("part", "part", '.faces("<Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
    if s.chance(0.5):
        s.chain(
            "key", s.plane(), f".center(0, {bore / 2})", f".rect({bore / 3}, {bore / 2})", f".extrude({thickness + 6})"
        )
        s.line("part = part.cut(key)")
    return s.design()
