"""Dovetail slides: the rail, the carriage, or both."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "dovetail", "Dovetail joint.")
    top = s.number("top_width", 20, 34, 2)
    bottom = s.fixed("neck_width", float(top) - rng.choice((6, 8)))
    height = s.number("tail_height", 6, 10)
    length = s.number("length", 40, 80, 5)
    base = s.number("base_thickness", 6, 10)
    plate = s.fixed("plate_width", float(top) + rng.choice((10, 16)))
    clearance = s.number("clearance", 0.1, 0.3, 0.1)
    male = s.chance(0.5)
    tail = f".polyline([({-bottom / 2}, 0), ({bottom / 2}, 0), ({top / 2}, {height}), ({-top / 2}, {height})])"
    if male:
        s.chain("part", s.plane(), f".box({plate}, {length}, {base}, centered=(True, True, False))")
        s.chain(
            "tail", f'cq.Workplane("XZ", origin=(0, 0, {base}))', tail, ".close()", f".extrude({length / 2}, both=True)"
        )
        s.line("part = part.union(tail)")
    else:
        s.chain("part", s.plane(), f".box({plate}, {length}, {base + height}, centered=(True, True, False))")
        s.comment("Female groove with clearance")
        wide = f".polyline([({-bottom / 2 - clearance}, 0), ({bottom / 2 + clearance}, 0), ({top / 2 + clearance}, {height}), ({-top / 2 - clearance}, {height})])"
        s.chain("groove", 'cq.Workplane("XZ")', wide, ".close()", f".extrude({length}, both=True)")
        s.line("part = part.cut(groove)")
    if s.chance(0.6):
        s.comment("Screw holes")
        s.chain(
            "part",
            "part",
            '.faces("<Z")' if male else '.faces(">Z")',
            ".workplane(origin=(0, 0, 0))",
            f".rarray(1, {length * 0.6}, 1, 2)",
            f".hole({rng.choice((3, 4))})",
        )
    return s.design()
