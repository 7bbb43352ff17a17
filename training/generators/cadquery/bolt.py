"""Bolts and screws without threads: head, shank, drive."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.cadquery._script import Script


def generate(rng: Random) -> Design:
    s = Script(rng, "bolt", "Threadless bolt.")
    shank = s.number("shank_diameter", 4, 12)
    length = s.number("length", 15, 60, 5)
    head = s.fixed("head_height", round(float(shank) * 0.7, 1))
    width = s.fixed("head_width", round(float(shank) * 1.8, 1))
    kind = rng.choice(("hex", "socket", "pan", "countersunk"))
    if kind == "hex":
        s.chain(
            "part",
            s.plane(),
            f".polygon(6, {width})",
            f".extrude({head})",
            '.faces(">Z")',
            ".workplane()",
            f".circle({shank / 2})",
            f".extrude({length})",
        )
    elif kind == "socket":
        s.chain("part", s.plane(), f".circle({width / 2})", f".extrude({head})")
        s.comment("Hexagon socket")
        s.chain(
            "part", "part", '.faces("<Z")', ".workplane()", f".polygon(6, {shank * 0.8})", f".cutBlind({-head * 0.6})"
        )
        s.chain("part", "part", '.faces(">Z")', ".workplane()", f".circle({shank / 2})", f".extrude({length})")
    elif kind == "pan":
        s.chain(
            "part",
            s.plane(),
            f".circle({width / 2})",
            f".extrude({head})",
            '.faces("<Z")',
            ".edges()",
            f".fillet({head / 3})",
            '.faces(">Z")',
            ".workplane()",
            f".circle({shank / 2})",
            f".extrude({length})",
        )
        s.chain(
            "part",
            "part",
            '.faces("<Z")',
            ".workplane(origin=(0, 0, 0))",
            f".rect({width * 0.6}, {shank / 5})",
            f".cutBlind({-head / 2})",
        )
    else:
        s.chain(
            "part", s.plane("XZ"), ".moveTo(0, 0)", f".lineTo({width / 2}, 0)", f".lineTo({shank / 2}, {head})",
            f".lineTo({shank / 2}, {head + length})", f".lineTo(0, {head + length})", ".close()", ".revolve(360, (0, 0, 0), (0, 1, 0))",
        )  # fmt: skip
    if s.chance(0.7):
        s.comment("Lead-in at the tip")
        s.chain(
            "part",
            "part",
            '.faces(">Z")',
            rng.choice((".edges()", '.edges("%CIRCLE")')),
            f".chamfer({rng.choice((0.4, 0.6))})",
        )
    return s.design()
