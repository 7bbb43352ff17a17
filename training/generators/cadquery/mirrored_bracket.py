"""Half a part, mirrored and joined."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "mirrored_bracket", "Symmetric bracket made from one half.")
    half = s.number("half_width", 20, 40, 2)
    depth = s.number("depth", 20, 40, 5)
    thickness = s.number("thickness", 4, 8)
    arm = s.number("arm_height", 15, 30, 5)
    hole = s.number("hole_diameter", 4, 6)
    s.comment("Right half")
    if s.chance(0.5):
        s.chain("half", s.plane(), f".box({half}, {depth}, {thickness}, centered=(False, True, False))")
        s.chain(
            "arm",
            s.plane(),
            f".center({half - thickness / 2}, 0)",
            f".box({thickness}, {depth}, {thickness + arm}, centered=(True, True, False))",
        )
        s.line("half = half.union(arm)")
    else:
        s.chain(
            "half", s.plane("XZ"), f".polyline([(0, 0), ({half}, 0), ({half}, {thickness + arm}), ({half - thickness}, {thickness + arm}), ({half - thickness}, {thickness}), (0, {thickness})])",
            ".close()", f".extrude({depth / 2}, both=True)",
        )  # fmt: skip
    s.chain("half", "half", '.faces("<Z")', f".workplane(origin=({half / 2}, 0, 0))", f".hole({hole})")
    if s.chance(0.5):
        s.chain("half", "half", '.edges("|X and >Z")', f".fillet({rng.choice((2, 3))})")
    s.comment("Mirror and join")
    s.line('part = half.union(half.mirror("YZ"))' if s.chance(0.6) else 'part = half.mirror("YZ", union=True)')
    return s.design()
