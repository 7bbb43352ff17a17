"""Spur gears with straight-flanked teeth."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "spur_gear", "Spur gear with trapezoidal teeth.")
    module = s.number("module", 1, 3, 0.5)
    teeth = s.count("teeth", 10, 20)
    width = s.number("face_width", 5, 14)
    bore = s.number("bore", 3, 5)
    s.line(
        f"pitch_radius = {module * teeth / 2}",
        f"outer_radius = pitch_radius + {module}",
        f"root_radius = pitch_radius - 1.25 * {module}",
    )
    if s.chance(0.6):
        s.line("points = []", f"for i in range({teeth}):", f"    base = 2 * math.pi * i / {teeth}")
        s.line(f"    quarter = math.pi / {teeth} / 2")
        s.line(
            "    for radius, shift in ((root_radius, -2), (outer_radius, -1), (outer_radius, 1), (root_radius, 2)):",
            "        angle = base + shift * quarter * 0.8",
            "        points.append((radius * math.cos(angle), radius * math.sin(angle)))",
        )
        s.chain("part", s.plane(), ".polyline(points)", ".close()", f".extrude({width})")
    else:
        s.chain("part", s.plane(), ".circle(root_radius)", f".extrude({width})")
        s.comment("One tooth, copied around")
        s.line(f"half = math.pi * {module} / 4")
        s.chain(
            "tooth", s.plane(), ".polyline([(root_radius * 0.9, -half * 1.4), (outer_radius, -half * 0.6), "
            "(outer_radius, half * 0.6), (root_radius * 0.9, half * 1.4)])", ".close()", f".extrude({width})",
        )  # fmt: skip
        s.line(
            f"for i in range({teeth}):", f"    part = part.union(tooth.rotate((0, 0, 0), (0, 0, 1), i * 360 / {teeth}))"
        )
    s.comment("Bore")
    s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({bore})")
    if s.chance(0.4):
        s.comment("Hub")
        hub = s.fixed("hub_diameter", float(bore) + 3)
        s.chain(
            "hub",
            s.plane(),
            f".workplane(offset={width})",
            f".circle({hub / 2})",
            f".circle({bore / 2})",
            f".extrude({rng.choice((3, 4, 5))})",
        )
        s.line("part = part.union(hub)")
    return s.design()
