"""Slip-on pipe flange with raised face, bolt circle and a grooved gasket seat."""

import math

import cadquery as cq

# hardsight: solids = 1
# hardsight: bounding_box.z = 32 ± 0.01

OUTER_DIAMETER = 150.0
BORE_DIAMETER = 61.0
THICKNESS = 18.0
HUB_DIAMETER = 92.0
HUB_HEIGHT = 12.0
RAISED_FACE_DIAMETER = 102.0
RAISED_FACE_HEIGHT = 2.0
BOLT_CIRCLE = 120.7
BOLT_COUNT = 4
BOLT_DIAMETER = 19.0
GROOVE_DIAMETER = 82.0
GROOVE_WIDTH = 3.0
GROOVE_DEPTH = 1.0


def bolt_positions(count: int, circle: float) -> list[tuple[float, float]]:
    """Centres of the bolts, the first one straddling the X axis."""
    step = 2.0 * math.pi / count
    return [
        (circle / 2.0 * math.cos(step * (i + 0.5)), circle / 2.0 * math.sin(step * (i + 0.5))) for i in range(count)
    ]


def make_blank() -> cq.Workplane:
    """Disc with the raised face below and the hub above, turned in one profile."""
    outer = OUTER_DIAMETER / 2.0
    bore = BORE_DIAMETER / 2.0
    hub = HUB_DIAMETER / 2.0
    raised = RAISED_FACE_DIAMETER / 2.0
    return (
        cq.Workplane("XZ")
        .moveTo(bore, -RAISED_FACE_HEIGHT)
        .lineTo(raised, -RAISED_FACE_HEIGHT)
        .lineTo(raised, 0.0)
        .lineTo(outer, 0.0)
        .lineTo(outer, THICKNESS)
        .lineTo(hub, THICKNESS)
        .lineTo(hub - 4.0, THICKNESS + HUB_HEIGHT)
        .lineTo(bore, THICKNESS + HUB_HEIGHT)
        .close()
        .revolve(360.0, (0, 0, 0), (0, 1, 0))
    )


flange = make_blank()

# Bolt holes, spot-faced from the hub side.
flange = (
    flange.faces(">Z")
    .workplane(offset=-HUB_HEIGHT, origin=(0, 0, 0))
    .pushPoints(bolt_positions(BOLT_COUNT, BOLT_CIRCLE))
    .cboreHole(BOLT_DIAMETER, BOLT_DIAMETER + 9.0, 1.5)
)

# Concentric gasket groove on the raised face.
flange = (
    flange.faces("<Z")
    .workplane(origin=(0, 0, 0))
    .circle(GROOVE_DIAMETER / 2.0 + GROOVE_WIDTH / 2.0)
    .circle(GROOVE_DIAMETER / 2.0 - GROOVE_WIDTH / 2.0)
    .cutBlind(-GROOVE_DEPTH)
)

result = flange.edges("%CIRCLE and >Z").chamfer(1.5)
