"""Two-part instrument enclosure with screw posts, vents, a connector cut-out and a lid with a lip."""

import cadquery as cq

LENGTH = 110.0
WIDTH = 70.0
HEIGHT = 36.0
WALL = 2.4
CORNER = 8.0
FLOOR_EDGE = 2.0

POST_INSET = 9.0
POST_DIAMETER = 7.0
POST_HOLE = 2.6
LID_THICKNESS = 3.0
LIP_HEIGHT = 2.0
LIP_CLEARANCE = 0.2

VENT_COUNT = 7
VENT_WIDTH = 2.0
VENT_LENGTH = 18.0
VENT_PITCH = 5.0

USB_WIDTH = 12.5
USB_HEIGHT = 7.0


def rounded_block(length: float, width: float, height: float, radius: float) -> cq.Workplane:
    """Block standing on Z = 0 with rounded vertical edges."""
    return cq.Workplane("XY").box(length, width, height, centered=(True, True, False)).edges("|Z").fillet(radius)


def make_body() -> cq.Workplane:
    """Open-topped shell with the four posts the lid is screwed to."""
    body = rounded_block(LENGTH, WIDTH, HEIGHT, CORNER).edges("<Z").fillet(FLOOR_EDGE)
    body = body.faces(">Z").shell(-WALL)
    posts = (
        cq.Workplane("XY", origin=(0, 0, WALL))
        .rect(LENGTH - 2 * POST_INSET, WIDTH - 2 * POST_INSET, forConstruction=True)
        .vertices()
        .circle(POST_DIAMETER / 2.0)
        .extrude(HEIGHT - WALL - LIP_HEIGHT)
    )
    body = body.union(posts)
    holes = (
        cq.Workplane("XY", origin=(0, 0, HEIGHT - LIP_HEIGHT - 12.0))
        .rect(LENGTH - 2 * POST_INSET, WIDTH - 2 * POST_INSET, forConstruction=True)
        .vertices()
        .circle(POST_HOLE / 2.0)
        .extrude(12.0)
    )
    return body.cut(holes)


def cut_vents(body: cq.Workplane) -> cq.Workplane:
    """Row of slots through the rear wall."""
    slots = (
        cq.Workplane("XZ", origin=(0, WIDTH / 2.0 + 1.0, HEIGHT / 2.0))
        .rarray(VENT_PITCH, 1.0, VENT_COUNT, 1)
        .slot2D(VENT_LENGTH, VENT_WIDTH, 90)
        .extrude(WALL + 2.0)
    )
    return body.cut(slots)


def cut_usb(body: cq.Workplane) -> cq.Workplane:
    """Opening for a panel-mount connector in the left wall."""
    opening = (
        cq.Workplane("YZ", origin=(-LENGTH / 2.0 - 1.0, 0, HEIGHT / 2.0))
        .rect(USB_WIDTH, USB_HEIGHT)
        .extrude(WALL + 2.0)
        .edges("|X")
        .fillet(1.5)
    )
    return body.cut(opening)


def make_lid() -> cq.Workplane:
    """Plate with a locating lip and countersunk screw holes."""
    lid = rounded_block(LENGTH, WIDTH, LID_THICKNESS, CORNER)
    inset = 2 * (WALL + LIP_CLEARANCE)
    lip = rounded_block(LENGTH - inset, WIDTH - inset, LIP_HEIGHT, CORNER - WALL).translate((0, 0, -LIP_HEIGHT))
    lid = lid.union(lip)
    return (
        lid.faces(">Z")
        .workplane(origin=(0, 0, LID_THICKNESS))
        .rect(LENGTH - 2 * POST_INSET, WIDTH - 2 * POST_INSET, forConstruction=True)
        .vertices()
        .cskHole(3.2, 6.2, 90)
    )


body = cut_usb(cut_vents(make_body()))
lid = make_lid()

result = body.union(lid.translate((0, 0, HEIGHT + 15.0)))
