"""Toothed racks and saw-tooth strips."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "gear_rack", "Gear rack.")
    module = s.number("module", 1, 3, 0.5)
    count = s.count("tooth_count", 5, 12)
    width = s.number("width", 6, 14)
    base = s.number("base_height", 5, 10)
    s.line(f"pitch = math.pi * {module}")
    if s.chance(0.5):
        s.line("points = [(0, 0)]", f"for i in range({count}):", "    x = i * pitch")
        s.line(
            f"    points += [(x, {base}), (x + pitch * 0.15, {base + 2 * module}), (x + pitch * 0.5, {base + 2 * module}), (x + pitch * 0.65, {base})]"
        )
        s.line(f"points += [({count} * pitch, {base}), ({count} * pitch, 0)]")
        s.chain("part", s.plane("XZ"), ".polyline(points)", ".close()", f".extrude({width})")
    else:
        s.chain("part", s.plane(), f".box({count} * pitch, {width}, {base}, centered=(False, True, False))")
        s.line(f"for i in range({count}):")
        s.chain(
            "tooth", f'cq.Workplane("XZ", origin=((i + 0.5) * pitch, {width / 2}, {base}))',
            f".polyline([(-pitch * 0.35, 0), (-pitch * 0.15, {2 * module}), (pitch * 0.15, {2 * module}), (pitch * 0.35, 0)])",
            ".close()", f".extrude({width})", margin="    ",
        )  # fmt: skip
        s.line("    part = part.union(tooth)")
    if s.chance(0.5):
        s.comment("Fixing holes through the base")
        s.chain(
            "holes",
            f'cq.Workplane("XZ", origin=({count} * pitch / 2, {width}, {base / 2}))',
            f".rarray({count} * pitch / 2, 1, 2, 1)",
            ".circle(1.5)",
            f".extrude({3 * width}, both=True)",
        )
        s.line("part = part.cut(holes)")
    return s.design()
