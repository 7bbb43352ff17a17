"""Tees, crosses and elbows of pipes."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "pipe_fitting", "Pipe fitting.")
    outer = s.number("outer_diameter", 18, 34, 2)
    wall = s.number("wall", 2, 4, 0.5)
    run = s.number("run_length", 50, 90, 5)
    branch = s.number("branch_length", 25, 45, 5)
    kind = rng.choice(("tee", "cross", "elbow", "wye"))
    inner = s.let("inner_radius", outer / 2 - wall)
    if kind == "elbow":
        s.chain("part", s.plane("XY"), f".circle({outer / 2})", f".extrude({branch})")
        s.chain("leg", f'cq.Workplane("YZ", origin=(0, 0, {branch}))', f".circle({outer / 2})", f".extrude({run / 2})")
        s.line(
            "part = part.union(leg)",
            f'part = part.union(cq.Workplane("XY", origin=(0, 0, {branch})).sphere({outer / 2}))',
        )
        s.chain("bore", s.plane("XY"), f".circle({inner})", f".extrude({branch})")
        s.chain("bore2", f'cq.Workplane("YZ", origin=(0, 0, {branch}))', f".circle({inner})", f".extrude({run / 2})")
        s.line(
            "part = part.cut(bore).cut(bore2)",
            f'part = part.cut(cq.Workplane("XY", origin=(0, 0, {branch})).sphere({inner}))',
        )
        return s.design()
    s.chain("part", s.plane("YZ"), f".circle({outer / 2})", f".extrude({run / 2}, both=True)")
    both = ", both=True" if kind == "cross" else ""
    tilt = [".rotate((0, 0, 0), (0, 1, 0), 45)"] if kind == "wye" else []
    s.chain("branch_body", s.plane("XY"), f".circle({outer / 2})", f".extrude({branch}{both})", *tilt)
    s.line("part = part.union(branch_body)")
    s.comment("Bores")
    s.chain("main_bore", s.plane("YZ"), f".circle({inner})", f".extrude({run}, both=True)")
    s.chain("branch_bore", s.plane("XY"), f".circle({inner})", f".extrude({branch * 2}{both})", *tilt)
    s.line(
        "part = part.cut(main_bore).cut(branch_bore)"
        if s.chance(0.5)
        else "part = part.cut(main_bore.union(branch_bore))"
    )
    if s.chance(0.4) and kind != "wye":
        s.comment("Collar on the branch")
        s.chain(
            "collar",
            f'cq.Workplane("XY", origin=(0, 0, {branch - 4}))',
            f".circle({outer * 0.65})",
            f".circle({inner})",
            ".extrude(4)",
        )
        s.line("part = part.union(collar)")
    return s.design()
