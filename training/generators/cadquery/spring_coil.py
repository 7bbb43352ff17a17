"""Coil springs and spiral rods by a helical sweep."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "spring_coil", "Coil spring.")
    radius = s.number("coil_radius", 6, 14)
    wire = s.number("wire_diameter", 1, 2.5, 0.5)
    pitch = s.fixed("pitch", float(wire) * rng.choice((2, 2.5, 3)))
    turns = s.count("turns", 2, 4)
    s.line(f"path = cq.Wire.makeHelix({pitch}, {pitch * turns}, {radius})")
    s.chain(
        "part", f'cq.Workplane("XZ", origin=({radius}, 0, 0))', f".circle({wire / 2})", ".sweep(path, isFrenet=True)"
    )
    if s.chance(0.3):
        s.comment("Seat at the foot")
        s.chain("seat", s.plane(), f".circle({radius + wire})", f".circle({radius - wire})", f".extrude({-wire})")
        s.line("part = part.union(seat)")
    return s.design()
