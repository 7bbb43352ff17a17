"""Fan guards: rings, spokes and honeycomb openings."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "fan_grille", "Fan grille.")
    size = s.fixed("size", rng.choice((40, 60, 80, 92)))
    thickness = s.number("thickness", 2, 4, 0.5)
    spacing = s.fixed("hole_spacing", round(float(size) * 0.8, 1))
    screw = s.number("screw_diameter", 3, 4.5, 0.5)
    opening = s.fixed("opening_diameter", round(float(size) * 0.9, 1))
    s.chain(
        "part",
        s.plane(),
        f".box({size}, {size}, {thickness}, centered=(True, True, False))",
        '.edges("|Z")',
        f".fillet({rng.choice((3, 4, 5))})",
    )
    form = rng.choice(("rings", "slots", "holes"))
    if form == "rings":
        rings = s.count("ring_count", 2, 4)
        bar = s.number("bar_width", 1.5, 2.5, 0.5)
        s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({opening})")
        s.line(
            f"for i in range(1, {rings} + 1):",
            f"    radius = {opening / 2} * i / ({rings} + 1)" if rings.binding == 3 else "    radius = 5",
        )
        s.chain(
            "ring",
            s.plane(),
            f".circle(radius + {bar / 2})",
            f".circle(radius - {bar / 2})",
            f".extrude({thickness})",
            margin="    ",
        )
        s.line("    part = part.union(ring)")
        s.comment("Spokes hold the rings")
        s.line("for angle in (0, 90):")
        s.chain(
            "spoke",
            s.plane(),
            f".rect({opening + 1}, {bar})",
            f".extrude({thickness})",
            ".rotate((0, 0, 0), (0, 0, 1), angle)",
            margin="    ",
        )
        s.line("    part = part.union(spoke)")
    elif form == "slots":
        n = rng.choice((5, 7, 9))
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane(origin=(0, 0, 0))",
            f".rarray({opening / (n + 1)}, 1, {n}, 1)",
            f".slot2D({opening * 0.6}, {opening / (n + 1) * 0.6}, 90)",
            ".cutThruAll()",
        )
    else:
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane(origin=(0, 0, 0))",
            f".polarArray({opening * 0.3}, 0, 360, {rng.choice((6, 8))})",
            f".circle({size * 0.08})",
            ".cutThruAll()",
        )
        s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({size * 0.15})")
    s.comment("Screw holes")
    s.chain(
        "part",
        "part",
        '.faces(">Z")',
        ".workplane(origin=(0, 0, 0))",
        f".rect({spacing}, {spacing}, forConstruction=True)",
        ".vertices()",
        f".hole({screw})",
    )
    return s.design()
