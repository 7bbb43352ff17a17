"""Spur gear with involute teeth, a keyed bore, a relieved web and lightening holes."""

import math

import cadquery as cq

MODULE = 2.0
TEETH = 24
PRESSURE_ANGLE = 20.0
FACE_WIDTH = 14.0
BORE = 12.0
HUB_DIAMETER = 24.0
WEB_DEPTH = 3.5
RIM = 5.0
KEY_WIDTH = 4.0
KEY_DEPTH = 1.8
FLANK_POINTS = 6

pitch_radius = MODULE * TEETH / 2.0
base_radius = pitch_radius * math.cos(math.radians(PRESSURE_ANGLE))
outer_radius = pitch_radius + MODULE
root_radius = pitch_radius - 1.25 * MODULE


def involute(radius: float) -> float:
    """Involute function of the pressure angle at ``radius``, in radians."""
    angle = math.acos(min(1.0, base_radius / radius))
    return math.tan(angle) - angle


def polar(radius: float, angle: float) -> tuple[float, float]:
    return (radius * math.cos(angle), radius * math.sin(angle))


def tooth_points(index: int) -> list[tuple[float, float]]:
    """Outline of one tooth, from its leading root to its trailing root."""
    centre = 2.0 * math.pi * index / TEETH
    half = math.pi / (2.0 * TEETH) + involute(pitch_radius)
    start = max(base_radius, root_radius)
    flank = []
    for step in range(FLANK_POINTS):
        radius = start + (outer_radius - start) * step / (FLANK_POINTS - 1)
        flank.append((radius, half - involute(radius)))
    points = [polar(root_radius, centre - flank[0][1])]
    points += [polar(r, centre - a) for r, a in flank]
    points += [polar(r, centre + a) for r, a in reversed(flank)]
    points.append(polar(root_radius, centre + flank[0][1]))
    return points


def make_blank() -> cq.Workplane:
    outline = [point for index in range(TEETH) for point in tooth_points(index)]
    return cq.Workplane("XY").polyline(outline).close().extrude(FACE_WIDTH)


def relieve_web(gear: cq.Workplane) -> cq.Workplane:
    """Ring-shaped pocket on both faces between hub and rim."""
    outer = root_radius - RIM
    for selector in (">Z", "<Z"):
        gear = (
            gear.faces(selector)
            .workplane(centerOption="CenterOfMass")
            .circle(outer)
            .circle(HUB_DIAMETER / 2.0)
            .cutBlind(-WEB_DEPTH)
        )
    return gear


gear = relieve_web(make_blank())
gear = gear.faces(">Z").workplane(origin=(0, 0, 0)).hole(BORE)
gear = gear.faces(">Z").workplane(origin=(0, 0, 0)).center(0, BORE / 2.0).rect(KEY_WIDTH, 2.0 * KEY_DEPTH).cutThruAll()

result = gear
