"""Bodies with mounting ears and tabs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "mounting_ear", "Housing with mounting ears.")
    length = s.number("length", 40, 70, 5)
    width = s.number("width", 30, 50, 5)
    height = s.number("height", 15, 30, 5)
    ear = s.number("ear_length", 10, 16)
    thickness = s.number("ear_thickness", 3, 5)
    hole = s.number("hole_diameter", 3, 5, 0.5)
    s.chain(
        "part",
        s.plane(),
        f".box({length}, {width}, {height}, centered=(True, True, False))",
        *(['.edges("|Z")', f".fillet({rng.choice((2, 3))})"] if s.chance(0.4) else []),
    )
    loop = rng.choice(("loop", "slot", "mirror"))
    if loop == "loop":
        s.line("for side in (-1, 1):")
        s.chain(
            "ear",
            s.plane(),
            f".center(side * {(length + ear) / 2}, 0)",
            f".box({ear + 2}, {width * 0.5}, {thickness}, centered=(True, True, False))",
            margin="    ",
        )
        s.line("    part = part.union(ear)")
    elif loop == "slot":
        s.chain("ears", s.plane(), f".slot2D({length + 2 * ear}, {width * 0.5})", f".extrude({thickness})")
        s.line("part = part.union(ears)")
    else:
        s.chain(
            "ear",
            s.plane(),
            f".center({(length + ear) / 2}, 0)",
            f".box({ear + 2}, {width * 0.5}, {thickness}, centered=(True, True, False))",
        )
        s.line('part = part.union(ear).union(ear.mirror("YZ"))')
    s.comment("Ear holes")
    s.chain(
        "holes",
        s.plane(),
        f".pushPoints([({-(length / 2 + ear / 2)}, 0), ({length / 2 + ear / 2}, 0)])",
        f".circle({hole / 2})",
        f".extrude({thickness})",
    )
    s.line("part = part.cut(holes)")
    if s.chance(0.6):
        s.comment("Hollow from below")
        s.chain("cavity", s.plane(), f".rect({length - 6}, {width - 6})", f".extrude({height - 3})")
        s.line("part = part.cut(cavity)")
    return s.design()
