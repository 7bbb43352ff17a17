"""Two hinge leaves and a pin as an assembly."""
import cadquery as cq

LEAF_W = 30.0
LEAF_L = 60.0
LEAF_T = 3.0
PIN_D = 5.0


def leaf() -> cq.Workplane:
    plate = cq.Workplane("XY").box(LEAF_W, LEAF_L, LEAF_T)
    return plate.faces(">Z").workplane().rarray(1, 20, 1, 3).cskHole(4.0, 8.0, 90)


def pin() -> cq.Workplane:
    return cq.Workplane("XZ").circle(PIN_D / 2).extrude(LEAF_L / 2, both=True)


hinge = cq.Assembly(name="hinge")
hinge.add(leaf(), name="left", loc=cq.Location(cq.Vector(-LEAF_W / 2 - PIN_D, 0, 0)), color=cq.Color("gray"))
hinge.add(leaf(), name="right", loc=cq.Location(cq.Vector(LEAF_W / 2 + PIN_D, 0, 0)), color=cq.Color("gray"))
hinge.append(pin(), name="pin", color=cq.Color("red"))

result = hinge
