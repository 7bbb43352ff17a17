"""Finned heat sinks: plates or pins on a base."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "heat_sink", "Heat sink.")
    length = s.number("length", 30, 60, 5)
    width = s.number("width", 30, 60, 5)
    base = s.number("base_thickness", 3, 6)
    height = s.number("fin_height", 10, 25)
    count = s.count("fin_count", 4, 9)
    fin = s.number("fin_thickness", 1, 2, 0.5)
    s.chain("part", s.plane(), f".box({length}, {width}, {base}, centered=(True, True, False))")
    form = rng.choice(("rarray", "loop", "pins"))
    pitch = (width - fin) / (count - 1)
    if form == "rarray":
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane()",
            f".rarray(1, {pitch}, 1, {count})",
            f".rect({length}, {fin})",
            f".extrude({height})",
        )
    elif form == "loop":
        pitch = s.let("pitch", pitch)
        s.line(
            f"for i in range({count}):",
            f"    y = {-(width - fin) / 2} + i * {pitch if pitch.text.isidentifier() or pitch.folded else f'({pitch})'}",
        )
        s.chain(
            "fin",
            s.plane(),
            ".center(0, y)",
            f".box({length}, {fin}, {base + height}, centered=(True, True, False))",
            margin="    ",
        )
        s.line("    part = part.union(fin)")
    else:
        n = rng.randint(3, 4)
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane()",
            f".rarray({(length - 8) / (n - 1)}, {(width - 8) / (n - 1)}, {n}, {n})",
            f".circle({fin * 1.5})",
            f".extrude({height})",
        )
    if s.chance(0.5):
        s.comment("Mounting holes")
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane(origin=(0, 0, 0))",
            f".rarray({length - 10}, 1, 2, 1)",
            ".circle(1.5)",
            f".cutBlind({-base})",
        )
    return s.design()
