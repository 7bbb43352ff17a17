import cadquery as cq

diameter = 30
height = 18
shaft = 6.0
flutes = 12

knob = cq.Workplane("XY").circle(diameter / 2).extrude(height)
knob = knob.faces(">Z").edges().fillet(3)
cutter = (
    cq.Workplane("XY")
    .polarArray(diameter / 2 + 1.0, 0, 360, flutes)
    .circle(2.0)
    .extrude(height)
)
knob = knob.cut(cutter)
knob = knob.faces("<Z").workplane().hole(shaft, 12)
# D-flat of the shaft
flat = cq.Workplane("XY").center(0, shaft / 2 - 0.5).rect(shaft, 1.0).extrude(12)
result = knob.union(flat)
