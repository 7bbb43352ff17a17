"""Trays and carriers for circuit boards."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "pcb_tray", "Tray for a circuit board.")
    length = s.number("board_length", 50, 90, 5)
    width = s.number("board_width", 30, 60, 5)
    clearance = s.number("clearance", 0.3, 0.8, 0.1)
    wall = s.number("wall", 1.5, 3, 0.5)
    floor = s.number("floor", 1.5, 3, 0.5)
    height = s.number("inner_height", 8, 16)
    ledge = s.number("ledge_height", 3, 5)
    outer_l, outer_w = length + 2 * (wall + clearance), width + 2 * (wall + clearance)
    s.chain("part", s.plane(), f".rect({outer_l}, {outer_w})", f".extrude({floor + height})")
    s.chain(
        "part",
        "part",
        '.faces(">Z")',
        ".workplane()",
        f".rect({length + 2 * clearance}, {width + 2 * clearance})",
        f".cutBlind({-height})",
    )
    s.comment("Corner supports")
    size = rng.choice((4, 5, 6))
    s.chain(
        "supports", f'cq.Workplane("XY", origin=(0, 0, {floor}))', f".rarray({length + 2 * clearance - size}, {width + 2 * clearance - size}, 2, 2)",
        f".rect({size}, {size})", f".extrude({ledge})",
    )  # fmt: skip
    s.line("part = part.union(supports)")
    if s.chance(0.6):
        s.comment("Pilot holes in the supports")
        s.chain(
            "pilots",
            f'cq.Workplane("XY", origin=(0, 0, {floor}))',
            f".rarray({length + 2 * clearance - size}, {width + 2 * clearance - size}, 2, 2)",
            ".circle(0.8)",
            f".extrude({ledge})",
        )
        s.line("part = part.cut(pilots)")
    if s.chance(0.6):
        s.comment("Connector notch")
        s.chain(
            "part",
            "part",
            '.faces("<X")',
            f".workplane(origin=(0, 0, {floor + height}))",
            f".rect({rng.choice((8, 10, 12))}, {height})",
            f".cutBlind({-(wall + 0.1)})",
        )
    return s.design()
