import math

import cadquery as cq

# ISO-like hex nut without thread
m = 8.0
across_flats = 13.0
height = 6.5

across_corners = across_flats / math.cos(math.radians(30))
nut = (
    cq.Workplane("XY")
    .polygon(across_corners)
    .extrude(height)
    .faces(">Z")
    .workplane()
    .hole(m * 0.85)
)
nut = nut.faces("<Z or >Z").edges("%CIRCLE").chamfer(0.4)
show_object(nut, name="nut")
