"""Wall bracket for a 40 mm stepper: slotted base, motor plate, two gussets."""

import cadquery as cq

# Base plate, screwed to the frame through two slots.
BASE_LENGTH = 80.0
BASE_WIDTH = 56.0
BASE_THICKNESS = 6.0
SLOT_LENGTH = 14.0
SLOT_WIDTH = 5.5
SLOT_SPACING = 44.0

# Upright plate that carries the motor.
PLATE_HEIGHT = 60.0
PLATE_THICKNESS = 6.0
PILOT_DIAMETER = 22.5
MOTOR_HOLE_SPACING = 31.0
MOTOR_HOLE_DIAMETER = 3.4

GUSSET_THICKNESS = 5.0
GUSSET_REACH = 40.0
CORNER_RADIUS = 4.0


def make_base() -> cq.Workplane:
    """Plate in XY with rounded corners and two adjustment slots."""
    plate = (
        cq.Workplane("XY")
        .box(BASE_LENGTH, BASE_WIDTH, BASE_THICKNESS, centered=(False, True, False))
        .edges("|Z and >X")
        .fillet(CORNER_RADIUS)
    )
    return (
        plate.faces(">Z")
        .workplane(origin=(BASE_LENGTH - 18.0, 0, BASE_THICKNESS))
        .rarray(1.0, SLOT_SPACING, 1, 2)
        .slot2D(SLOT_LENGTH, SLOT_WIDTH)
        .cutThruAll()
    )


def make_motor_plate() -> cq.Workplane:
    """Plate in YZ with the pilot bore and four motor screws."""
    centre = BASE_THICKNESS + PLATE_HEIGHT / 2.0
    plate = (
        cq.Workplane("YZ")
        .center(0, centre)
        .rect(BASE_WIDTH, PLATE_HEIGHT)
        .extrude(PLATE_THICKNESS)
        .edges("|X and >Z")
        .fillet(CORNER_RADIUS)
    )
    return (
        plate.faces(">X")
        .workplane(origin=(0, 0, centre))
        .hole(PILOT_DIAMETER)
        .faces(">X")
        .workplane(origin=(0, 0, centre))
        .rect(MOTOR_HOLE_SPACING, MOTOR_HOLE_SPACING, forConstruction=True)
        .vertices()
        .hole(MOTOR_HOLE_DIAMETER)
    )


def make_gusset(side: int) -> cq.Workplane:
    """Triangular rib; ``side`` is +1 or -1 along Y."""
    offset = side * (BASE_WIDTH / 2.0 - GUSSET_THICKNESS / 2.0)
    return (
        cq.Workplane("XZ", origin=(0, offset + GUSSET_THICKNESS / 2.0, 0))
        .moveTo(PLATE_THICKNESS, BASE_THICKNESS)
        .lineTo(PLATE_THICKNESS + GUSSET_REACH, BASE_THICKNESS)
        .lineTo(PLATE_THICKNESS, BASE_THICKNESS + GUSSET_REACH)
        .close()
        .extrude(GUSSET_THICKNESS)
    )


bracket = make_base().union(make_motor_plate())
for side in (-1, 1):
    bracket = bracket.union(make_gusset(side))

result = bracket.edges("|Y and >X and <Z").chamfer(1.0)

assert result.val().isValid()
show_object(result, name="bracket")  # noqa: F821 - given by CQ-editor
