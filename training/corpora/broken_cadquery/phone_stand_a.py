import cadquery as cq

base_depth = 80
base_width = 70
thick = 6
lip = 12

stand = cq.Workplane("YZ").polyline([
    (0, 0), (base_depth, 0), (base_depth, thick), (thick + 20, thick),
    (thick + 5, 70), (5, 70), (0, lip),
]).close().extrude(base_width)

# cable slot through the lower front
slot = cq.Workplane("XZ", origin=(base_width / 2, 0, 10)).slot2D(20, 8).extrude(-base_depth)
stand = stand.cut(slot)
stand = stand.edges("|X").edges(">Z").fillet(1.5)

result = stand
cq.exporters.exportt(result, "phone_stand.step")
