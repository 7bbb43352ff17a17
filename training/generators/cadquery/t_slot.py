"""Extruded profiles: T-slots, channels, angles, tubes."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "t_slot", "Extruded profile.")
    size = s.number("size", 20, 40, 5)
    length = s.number("length", 40, 120, 10)
    kind = rng.choice(("t_slot", "channel", "tube", "i_beam"))
    if kind == "t_slot":
        slot = s.fixed("slot_width", round(float(size) * 0.3, 1))
        depth = s.fixed("slot_depth", round(float(size) * 0.25, 1))
        lip = s.fixed("lip", round(float(size) * 0.08, 2))
        s.chain("part", s.plane(), f".rect({size}, {size})", f".extrude({length})")
        s.line("for angle in (0, 90, 180, 270):")
        s.chain(
            "groove",
            s.plane(),
            f".center({(size - depth) / 2}, 0)",
            f".rect({depth}, {slot})",
            f".extrude({length})",
            margin="    ",
        )
        s.chain(
            "pocket",
            s.plane(),
            f".center({size / 2 - lip - (depth - lip) / 2}, 0)",
            f".rect({depth - lip}, {slot * 1.6})",
            f".extrude({length})",
            margin="    ",
        )
        s.line("    part = part.cut(groove.union(pocket).rotate((0, 0, 0), (0, 0, 1), angle))")
        s.chain("part", "part", '.faces(">Z")', ".workplane(origin=(0, 0, 0))", f".hole({rng.choice((3, 4))})")
    elif kind == "channel":
        wall = s.number("wall", 2, 4, 0.5)
        s.chain(
            "part", s.plane("XZ"), ".polyline([" + ", ".join(f"({x}, {y})" for x, y in (
                ("0", "0"), (size, "0"), (size, size), (size - wall, size), (size - wall, wall), (wall, wall), (wall, size), ("0", size),
            )) + "])", ".close()", f".extrude({length})",
        )  # fmt: skip
    elif kind == "tube":
        wall = s.number("wall", 1.5, 3, 0.5)
        s.chain(
            "part",
            s.plane(),
            f".rect({size}, {size})",
            f".extrude({length})",
            '.edges("|Z")',
            f".fillet({wall + 1})",
            '.faces("<Z or >Z")',
            f".shell({-wall})",
        )
    else:
        web = s.number("web", 2, 4, 0.5)
        s.chain("part", s.plane(), f".rect({web}, {size})", f".extrude({length})")
        s.line("for sign in (-1, 1):")
        s.chain(
            "cap",
            s.plane(),
            f".center(0, sign * {(size - web) / 2})",
            f".rect({size * 0.7}, {web})",
            f".extrude({length})",
            margin="    ",
        )
        s.line("    part = part.union(cap)")
    if s.chance(0.3) and kind in ("t_slot", "i_beam"):
        s.chain("part", "part", '.faces(">Z")', ".edges()", ".chamfer(0.2)")
    return s.design()
