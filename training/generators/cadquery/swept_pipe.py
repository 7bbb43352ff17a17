"""Pipes, handles and rods swept along bent paths."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "swept_pipe", "Bent tube swept along a path.")
    run = s.number("run", 40, 90, 5, "straight length")
    rise = s.number("rise", 30, 60, 5)
    bend = s.number("bend_radius", 12, 20)
    outer = s.number("outer_diameter", 8, 16)
    wall = s.number("wall", 1, 2.5, 0.5)
    form = rng.choice(("elbow", "spline", "arc"))
    if form == "elbow":
        s.chain(
            "path", s.plane("XZ"), f".lineTo(0, {rise})", f".radiusArc(({bend}, {rise + bend}), {bend})",
            f".lineTo({bend + run}, {rise + bend})",
        )  # fmt: skip
    elif form == "spline":
        s.chain(
            "path", s.plane("XZ"), f".spline([(0, 0), ({run / 4}, {rise / 2}), ({run}, {rise})], tangents=[(0, 1), (1, 0)])"
            if s.chance(0.5) else f".spline([(0, 0), (0, {rise / 2}), ({run / 2}, {rise})])",
        )  # fmt: skip
    else:
        s.chain("path", s.plane("XZ"), f".threePointArc(({run / 2}, {rise}), ({run}, 0))")
    hollow = s.chance(0.7)
    sections = [f".circle({outer / 2})"] + ([f".circle({outer / 2 - wall})"] if hollow else [])
    plane = "XY"
    s.chain("part", f'cq.Workplane("{plane}")', *sections, ".sweep(path)")
    if s.chance(0.5) and form != "arc":
        s.comment("Flange at the inlet")
        ring = [f".circle({outer / 2 - wall})"] if hollow else []
        s.chain("collar", s.plane(), f".circle({outer})", *ring, f".extrude({rng.choice((3, 4, 5))})")
        s.line("part = part.union(collar)")
    return s.design()
