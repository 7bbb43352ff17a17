"""A wall-mounted sensor enclosure: rounded box with a lip, four screw bosses, a vent grille, a cable gland and ears."""

import cadquery as cq

# outer dimensions, millimetres
LENGTH = 96.0
WIDTH = 64.0
HEIGHT = 32.0
WALL = 2.4
CORNER_RADIUS = 6.0

# lip that the lid drops into
LIP_DEPTH = 1.6
LIP_WIDTH = 1.2

# screw bosses
BOSS_DIAMETER = 7.0
BOSS_HOLE = 2.5
BOSS_INSET = 8.5

# cable gland in the short side
GLAND_DIAMETER = 12.5

# ventilation slots in the long side
SLOT_COUNT = 7
SLOT_PITCH = 6.0
SLOT_LENGTH = 14.0
SLOT_WIDTH = 2.2

# mounting ears
EAR_LENGTH = 14.0
EAR_THICKNESS = 3.0
EAR_HOLE = 4.5


def shell_body():
    """The open box with rounded vertical edges."""
    outer = cq.Workplane("XY").box(LENGTH, WIDTH, HEIGHT, centered=(True, True, False))
    outer = outer.edges("|Z").fillet(CORNER_RADIUS)
    outer = outer.faces("<Z").edges().fillet(40.0)
    return outer.faces(">Z").shell(-WALL)


def lid_lip(body):
    """A step inside the rim for the lid."""
    cutter = (
        cq.Workplane("XY")
        .workplane(offset=HEIGHT - LIP_DEPTH)
        .rect(LENGTH - 2 * (WALL - LIP_WIDTH), WIDTH - 2 * (WALL - LIP_WIDTH))
        .extrued(LIP_DEPTH)
        .edges("|Z")
        .fillet(CORNER_RADIUS - (WALL - LIP_WIDTH))
    )
    return body.cut(cutter)


def bosses(body):
    """Four posts with pilot holes, standing on the floor."""
    points = [
        (x, y)
        for x in (-LENGTH / 2 + BOSS_INSET, LENGTH / 2 - BOSS_INSET)
        for y in (-WIDTH / 2 + BOSS_INSET, WIDTH / 2 - BOSS_INSET)
    ]
    height = HEIGHT - WALL - LIP_DEPTH - 1.0
    posts = cq.Workplane("XY").workplane(offset=WALL).pushPoints(points).circle(BOSS_DIAMETER / 2).extrude(height)
    pilots = (
        cq.Workplane("XY")
        .workplane(offset=WALL + 2.0)
        .pushPoints(points)
        .circle(BOSS_HOLE / 2)
        .extrude(height)
    )
    return body.union(posts).cut(pilots)


def vents(body):
    """Vertical slots through the long wall."""
    start = -(SLOT_COUNT - 1) / 2 * SLOT_PITCH
    points = [(start + i * SLOT_PITCH, HEIGHT / 2) for i in range(SLOT_COUNT)]
    slots = (
        cq.Workplane("XZ", origin=(0, -WIDTH / 2 - 1, 0))
        .pushPoints(points)
        .slot2D(SLOT_LENGTH, SLOT_WIDTH, 90)
        .extrude(-(WALL + 2))
    )
    return body.cut(slots)


def gland(body):
    """A round opening in the short wall."""
    opening = cq.Workplane("YZ", origin=(LENGTH / 2 + 1, 0, HEIGHT / 2)).circle(GLAND_DIAMETER / 2).extrude(-(WALL + 2))
    return body.cut(opening)


def ears(body):
    """Two tabs with screw holes, flush with the floor."""
    for side in (-1, 1):
        ear = (
            cq.Workplane("XY")
            .center(side * (LENGTH / 2 + EAR_LENGTH / 2 - 6.0), 0)
            .rect(EAR_LENGTH + 6.0, 18.0)
            .extrude(EAR_THICKNESS)
            .edges("|Z")
            .fillet(3.0)
            .faces(">Z")
            .workplane()
            .center(side * 4.0, 0)
            .hole(EAR_HOLE)
        )
        body = body.union(ear)
    return body


result = ears(gland(vents(bosses(lid_lip(shell_body())))))
