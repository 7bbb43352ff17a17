"""Butt hinge: two leaves, a pin and four screws put together as an assembly."""

import cadquery as cq

# hardsight: parts = 7
# hardsight: interference < 0.001

LEAF_LENGTH = 60.0
LEAF_WIDTH = 28.0
LEAF_THICKNESS = 2.5
BARREL_DIAMETER = 9.0
PIN_DIAMETER = 4.0
CLEARANCE = 0.2
KNUCKLES = 5
SCREW_HOLE = 4.2
SCREW_DIAMETER = 4.0
SCREW_HEAD = 7.0

knuckle = LEAF_LENGTH / KNUCKLES


def make_leaf(parity: int) -> cq.Workplane:
    """Leaf lying in +X with every second knuckle around the Y axis; ``parity`` is 0 or 1."""
    radius = BARREL_DIAMETER / 2.0
    plate = (
        cq.Workplane("XY")
        .box(LEAF_WIDTH, LEAF_LENGTH, LEAF_THICKNESS, centered=(False, False, False))
        .translate((0, 0, -radius))
        .edges("|Z and >X")
        .fillet(4.0)
    )
    barrel = cq.Workplane("XZ").circle(radius).extrude(-LEAF_LENGTH)
    leaf = plate.union(barrel)
    for index in range(KNUCKLES):
        if index % 2 != parity:
            gap = (
                cq.Workplane("XY")
                .box(2 * radius + 2 * CLEARANCE, knuckle + 2 * CLEARANCE, 4 * radius, centered=(True, False, True))
                .translate((0, index * knuckle - CLEARANCE, 0))
            )
            leaf = leaf.cut(gap)
    bore = cq.Workplane("XZ").circle(PIN_DIAMETER / 2.0 + CLEARANCE / 2.0).extrude(-LEAF_LENGTH)
    leaf = leaf.cut(bore)
    return (
        leaf.faces("<Z")
        .workplane(origin=(LEAF_WIDTH * 0.65, LEAF_LENGTH / 2.0, 0))
        .rarray(1.0, LEAF_LENGTH * 0.55, 1, 2)
        .hole(SCREW_HOLE)
    )


def make_pin() -> cq.Workplane:
    return cq.Workplane("XZ").circle(PIN_DIAMETER / 2.0).extrude(-LEAF_LENGTH).faces("<Y").edges().chamfer(0.4)


def make_screw() -> cq.Workplane:
    """Pan-head screw hanging below its head."""
    shank = cq.Workplane("XY").circle(SCREW_DIAMETER / 2.0).extrude(-12.0)
    return shank.faces(">Z").workplane().circle(SCREW_HEAD / 2.0).extrude(2.4).edges(">Z").fillet(0.8)


def half_turn() -> cq.Location:
    """Turns a leaf over so that both leaves share the barrel axis."""
    return cq.Location(cq.Vector(0, 0, 0), cq.Vector(0, 0, 1), 180) * cq.Location(cq.Vector(0, -LEAF_LENGTH, 0))


leaf_top = -BARREL_DIAMETER / 2.0 + LEAF_THICKNESS
screw_rows = (LEAF_LENGTH * 0.225, LEAF_LENGTH * 0.775)

assembly = cq.Assembly(name="hinge")
assembly.add(make_leaf(0), name="leaf_a", color=cq.Color("steelblue"))
assembly.add(make_leaf(1), name="leaf_b", loc=half_turn(), color=cq.Color("lightgray"))
assembly.add(make_pin(), name="pin", color=cq.Color("gold"))
for side, x in (("a", LEAF_WIDTH * 0.65), ("b", -LEAF_WIDTH * 0.65)):
    for row, y in enumerate(screw_rows):
        assembly.add(make_screw(), name=f"screw_{side}{row}", loc=cq.Location(cq.Vector(x, y, leaf_top)))

show_object(assembly, name="hinge")  # noqa: F821 - given by CQ-editor
