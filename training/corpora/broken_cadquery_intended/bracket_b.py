"""L-bracket with two mounting holes in each leg."""
import cadquery as cq

WIDTH = 40.0
LEG = 50.0
THICKNESS = 5.0
HOLE = 5.5

profile = (
    cq.Workplane("XZ")
    .moveTo(0, 0)
    .lineTo(LEG, 0)
    .lineTo(LEG, THICKNESS)
    .lineTo(THICKNESS, THICKNESS)
    .lineTo(THICKNESS, LEG)
    .lineTo(0, LEG)
    .close()
)
bracket = profile.extrude(WIDTH)

# holes in the lying leg
bracket = (
    bracket.faces("<Z")
    .workplane(centerOption="CenterOfBoundBox")
    .pushPoints([(10, 10), (10, -10)])
    .hole(HOLE)
)

# round the inner corner
bracket = bracket.edges("|Y").edges(cq.selectors.NearestToPointSelector((THICKNESS, -WIDTH / 2, THICKNESS))).fillet(3.0)

result = bracket
