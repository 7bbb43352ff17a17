"""Shelled boxes with screw posts and cut-outs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "enclosure", "Electronics enclosure, open at the top.")
    length = s.number("length", 70, 130, 5)
    width = s.number("width", 50, 80, 5)
    height = s.number("height", 20, 45, 5)
    wall = s.number("wall_thickness", 1.5, 3, 0.5)
    corner = s.number("corner_radius", 4, 8)
    s.chain(
        "part", s.plane(), f".box({length}, {width}, {height}, centered=(True, True, False))", '.edges("|Z")',
        f".fillet({corner})", '.faces(">Z")', f".shell({-wall})",
    )  # fmt: skip
    if s.chance(0.8):
        post = s.number("post_diameter", 5, 8, 0.5)
        screw = s.number("screw_diameter", 2, 3, 0.5)
        inset = s.number("post_inset", 8, 10, 0.5)
        s.comment("Screw posts")
        s.chain(
            "posts", f'cq.Workplane("XY", origin=(0, 0, {wall}))',
            f".rect({length - 2 * inset}, {width - 2 * inset}, forConstruction=True)", ".vertices()", f".circle({post / 2})",
            *([f".circle({screw / 2})"] if s.chance(0.5) else []), f".extrude({height - wall - 2})",
        )  # fmt: skip
        s.line("part = part.union(posts)")
    if s.chance(0.7):
        s.comment("Cable opening")
        s.chain(
            "opening", f'cq.Workplane("YZ", origin=({length / 2}, 0, {height / 2}))',
            f".rect({rng.choice((8, 10, 14))}, {rng.choice((5, 6, 8))})", f".extrude({wall * 2}, both=True)",
        )  # fmt: skip
        s.line("part = part.cut(opening)")
    if s.chance(0.4):
        s.comment("Ventilation slots in the floor")
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane(origin=(0, 0, 0))",
            f".rarray(5, 1, {rng.randint(3, 5)}, 1)",
            f".slot2D({width / 3}, 2, 90)",
            ".cutThruAll()",
        )
    return s.design()
