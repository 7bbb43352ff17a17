"""Round flanges with a bolt circle, bore and optional hub."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "flange", "Pipe flange with a bolt circle.")
    outer = s.number("outer_diameter", 90, 160, 10)
    bore = s.number("bore_diameter", 25, 40, 5)
    thickness = s.number("thickness", 8, 18)
    circle = s.fixed("bolt_circle", round(float(outer) * 0.78, 1), "pitch circle diameter")
    bolt = s.number("bolt_diameter", 6, 11)
    count = s.count("bolt_count", 4, 10)
    bored = s.chance(0.3)
    ring = [f".circle({bore / 2})"] if bored else []
    s.chain("part", s.plane(), f".circle({outer / 2})", *ring, f".extrude({thickness})")
    if not bored and s.chance(0.7):
        s.comment("Hub")
        hub = s.fixed("hub_diameter", round(float(bore) + rng.choice((12, 16, 20)), 1))
        height = s.number("hub_height", 8, 20)
        s.chain("part", "part", '.faces(">Z")', ".workplane()", f".circle({hub / 2})", f".extrude({height})")
    if not bored:
        s.comment("Through bore")
        s.chain("part", "part", '.faces(">Z")', ".workplane()", f".hole({bore})")
    s.comment("Bolt holes")
    where = rng.choice(("polar", "polygon", "loop"))
    if where == "polar":
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane()",
            f".polarArray({circle / 2}, 0, 360, {count})",
            f".hole({bolt})",
        )
    elif where == "polygon":
        s.chain(
            "part", "part", '.faces("<Z")', ".workplane()", f".polygon({count}, {circle}, forConstruction=True)", ".vertices()",
            f".hole({bolt})",
        )  # fmt: skip
    else:
        s.line(f"for i in range({count}):", f"    angle = 2 * math.pi * i / {count}")
        s.chain(
            "drill", s.plane(), f".center({circle / 2} * math.cos(angle), {circle / 2} * math.sin(angle))",
            f".circle({bolt / 2})", f".extrude({thickness})", margin="    ",
        )  # fmt: skip
        s.line("    part = part.cut(drill)")
    if s.chance(0.5):
        s.chain("part", "part", '.faces("<Z")', ".edges()", f".chamfer({rng.choice((0.5, 1.0))})")
    return s.design()
