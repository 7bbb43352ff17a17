"""Bridge and bar handles with posts."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "drawer_handle", "Drawer handle.")
    spacing = s.number("hole_spacing", 60, 130, 5, "between the screws")
    height = s.number("height", 18, 35)
    bar = s.number("bar_diameter", 8, 14)
    screw = s.number("screw_diameter", 2.5, 4, 0.5)
    form = rng.choice(("bar", "bridge", "arch"))
    if form == "bar":
        s.chain(
            "part",
            s.plane("YZ"),
            f".center(0, {height})",
            f".circle({bar / 2})",
            f".extrude({spacing / 2 + bar}, both=True)",
        )
        s.line("for side in (-1, 1):")
        s.chain(
            "post",
            s.plane(),
            f".center(side * {spacing / 2}, 0)",
            f".circle({bar * 0.35})",
            f".extrude({height})",
            margin="    ",
        )
        s.line("    part = part.union(post)")
    elif form == "bridge":
        s.chain(
            "part", s.plane("XZ"), f".moveTo({-spacing / 2 - bar / 2}, 0)", f".lineTo({-spacing / 2 - bar / 2}, {height})",
            f".lineTo({spacing / 2 + bar / 2}, {height})", f".lineTo({spacing / 2 + bar / 2}, 0)", f".lineTo({spacing / 2 - bar / 2}, 0)",
            f".lineTo({spacing / 2 - bar / 2}, {height - bar * 0.8})", f".lineTo({-spacing / 2 + bar / 2}, {height - bar * 0.8})",
            f".lineTo({-spacing / 2 + bar / 2}, 0)", ".close()", f".extrude({bar / 2}, both=True)",
        )  # fmt: skip
        s.chain("part", "part", '.edges("|Y and >Z")', f".fillet({bar / 4})")
    else:
        s.chain(
            "path", s.plane("XZ"), f".moveTo({-spacing / 2}, 0)", f".threePointArc((0, {height}), ({spacing / 2}, 0))"
        )
        s.chain("part", f'cq.Workplane("XY", origin=({-spacing / 2}, 0, 0))', f".circle({bar / 2})", ".sweep(path)")
        s.comment("Flat feet")
        s.line("for side in (-1, 1):")
        s.chain(
            "foot",
            s.plane(),
            f".center(side * {spacing / 2}, 0)",
            f".circle({bar * 0.8})",
            f".extrude({bar * 0.5})",
            margin="    ",
        )
        s.line("    part = part.union(foot)")
    s.comment("Screw holes from below")
    s.chain(
        "holes",
        s.plane(),
        f".pushPoints([({-spacing / 2}, 0), ({spacing / 2}, 0)])",
        f".circle({screw / 2})",
        f".extrude({height * 0.5})",
    )
    s.line("part = part.cut(holes)")
    return s.design()
