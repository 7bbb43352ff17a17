"""Turned shafts with steps, chamfers, a keyway and grooves."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "stepped_shaft", "Stepped shaft.")
    d1 = s.number("large_diameter", 20, 36, 2)
    d2 = s.fixed("middle_diameter", float(d1) - rng.choice((4, 6)))
    d3 = s.fixed("end_diameter", float(d1) - rng.choice((10, 12)))
    l1 = s.number("large_length", 20, 40, 5)
    l2 = s.number("middle_length", 15, 30, 5)
    l3 = s.number("end_length", 10, 20, 5)
    form = rng.choice(("stack", "revolve", "union"))
    if form == "stack":
        s.chain(
            "part", s.plane(), f".circle({d1 / 2})", f".extrude({l1})", '.faces(">Z")', ".workplane()", f".circle({d2 / 2})",
            f".extrude({l2})", '.faces(">Z")', ".workplane()", f".circle({d3 / 2})", f".extrude({l3})",
        )  # fmt: skip
    elif form == "revolve":
        s.chain(
            "part", s.plane("XZ"), ".moveTo(0, 0)", f".lineTo({d1 / 2}, 0)", f".lineTo({d1 / 2}, {l1})", f".lineTo({d2 / 2}, {l1})",
            f".lineTo({d2 / 2}, {l1 + l2})", f".lineTo({d3 / 2}, {l1 + l2})", f".lineTo({d3 / 2}, {l1 + l2 + l3})",
            f".lineTo(0, {l1 + l2 + l3})", ".close()", ".revolve(360, (0, 0, 0), (0, 1, 0))",
        )  # fmt: skip
    else:
        s.chain("part", s.plane(), f".cylinder({l1}, {d1 / 2}, centered=(True, True, False))")
        s.chain(
            "part",
            "part",
            f".union({s.plane()}.workplane(offset={l1}).circle({d2 / 2}).extrude({l2}))",
            f".union({s.plane()}.workplane(offset={l1 + l2}).circle({d3 / 2}).extrude({l3}))",
        )
    if s.chance(0.7):
        s.comment("Keyway in the largest step")
        key = s.number("key_width", 4, 6)
        s.chain(
            "keyway",
            f'cq.Workplane("XY", origin=({d1 / 2 - 3}, 0, {l1 / 4}))',
            f".box(6, {key}, {l1 / 2}, centered=(False, True, False))",
        )
        s.line("part = part.cut(keyway)")
    s.comment("End chamfers")
    s.chain(
        "part",
        "part",
        rng.choice(('.faces("<Z or >Z")', '.faces(">Z")', '.faces("<Z")')),
        ".edges()",
        f".chamfer({rng.choice((0.5, 1.0))})",
    )
    return s.design()
