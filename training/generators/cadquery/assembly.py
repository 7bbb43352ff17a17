"""Small assemblies: parts placed by locations."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "assembly", "Assembly of a base, columns and a top.")
    length = s.number("length", 50, 90, 5)
    width = s.number("width", 40, 60, 5)
    thickness = s.number("thickness", 4, 8)
    height = s.number("column_height", 20, 50, 5)
    diameter = s.number("column_diameter", 6, 12)
    inset = s.number("inset", 8, 12)
    s.chain("base", s.plane(), f".box({length}, {width}, {thickness}, centered=(True, True, False))")
    s.chain("column", s.plane(), f".circle({diameter / 2})", f".extrude({height})")
    colors = rng.sample(("red", "gray", "steelblue", "gold", "green"), 3)
    coloured = s.chance(0.5)

    def look(i: int) -> str:
        return f', color=cq.Color("{colors[i]}")' if coloured else ""

    s.line('assembly = cq.Assembly(name="frame")' if s.chance(0.5) else "assembly = cq.Assembly()")
    s.line(f'assembly.add(base, name="base"{look(0)})')
    dx, dy = length / 2 - inset, width / 2 - inset
    s.line(f"for i, (x, y) in enumerate([({dx}, {dy}), ({-dx}, {dy}), ({dx}, {-dy}), ({-dx}, {-dy})]):")
    s.line(f'    assembly.add(column, name=f"column_{{i}}", loc=cq.Location(cq.Vector(x, y, {thickness})){look(1)})')
    if s.chance(0.7):
        s.comment("Cover plate")
        s.line(f'assembly.add(base, name="cover", loc=cq.Location(cq.Vector(0, 0, {thickness + height})){look(2)})')
    return s.design("assembly")
