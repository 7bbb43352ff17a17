"""Prisms on polygons: tiles, pencil pots, hexagonal grids."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "polygon_tiles", "Prisms in a pattern.")
    size = s.number("size", 8, 20)
    height = s.number("height", 4, 20)
    sides = s.fixed("sides", rng.choice((3, 5, 6, 8)))
    gap = s.number("gap", 1, 4, 0.5)
    columns = s.count("columns", 2, 4)
    rows = s.count("rows", 2, 3)
    kind = rng.choice(("pots", "tiles", "loop"))
    pitch = size + gap
    if kind == "tiles":
        base = s.number("base_thickness", 2, 4)
        s.chain("part", s.plane(), f".box({columns * pitch}, {rows * pitch}, {base}, centered=(True, True, False))")
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane()",
            f".rarray({pitch}, {pitch}, {columns}, {rows})",
            f".polygon({sides}, {size})",
            f".extrude({height})",
        )
    elif kind == "pots":
        s.chain(
            "part",
            s.plane(),
            f".box({columns * pitch + gap}, {rows * pitch + gap}, {height}, centered=(True, True, False))",
        )
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            ".workplane()",
            f".rarray({pitch}, {pitch}, {columns}, {rows})",
            f".polygon({sides}, {size})",
            f".cutBlind({-height * 0.75})",
        )
    else:
        base = s.number("base_thickness", 2, 4)
        s.chain("part", s.plane(), f".box({columns * pitch}, {rows * pitch}, {base}, centered=(False, False, False))")
        s.line(f"for i in range({columns}):", f"    for j in range({rows}):")
        p = f"({pitch})" if pitch.binding < 3 else f"{pitch}"
        s.chain(
            "cell",
            s.plane(),
            f".center((i + 0.5) * {p}, (j + 0.5) * {p})",
            f".polygon({sides}, {size})",
            f".extrude({base + height})",
            margin="        ",
        )
        s.line("        part = part.union(cell)")
    if s.chance(0.4):
        s.chain("part", "part", '.faces("<Z")', ".edges()", ".chamfer(0.3)")
    return s.design()
