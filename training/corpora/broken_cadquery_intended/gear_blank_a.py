from cadquery import Workplane
import math

teeth = 20
module = 2.0
face_width = 10.0
pitch_r = teeth * module / 2
tip_r = pitch_r + module
root_r = pitch_r - 1.25 * module

points = []
for i in range(teeth):
    a = 2 * math.pi * i / teeth
    step = 2 * math.pi / teeth
    for r, part in ((root_r, 0.0), (root_r, 0.25), (tip_r, 0.4), (tip_r, 0.6), (root_r, 0.75)):
        if part == 0.75:
            continue
        points.append((r * math.cos(a + part * step), r * math.sin(a + part * step)))

gear = Workplane("XY").polyline(points).close().extrude(face_width)
gear = gear.faces(">Z").workplane().circle(8).extrude(5)
gear = gear.faces(">Z").workplane().hole(8)
result = gear
