import cadquery as cq

# Pipe flange: disc, neck, bore, bolt circle

od = 100.0
thickness = 12.0
neck_d = 50.0
neck_h = 20.0
bore = 40.0
bolt_circle = 76.0
bolts = 6

flange = cq.Workplane("XY").circle(od / 2).extrude(thickness)
flange = flange.faces(">Z").workplane().circle(neck_d / 2).extrude(neck_h)
flange = flange.faces(">Z").workplane().hole(bore)
flange = (
    flange.faces("<Z")
    .workplane()
    .polarArray(bolt_circle / 2, 0, 360, bolts)
    .hole(9.0)
)
flange = flange.faces("<Z").edges("%CIRCLE").edges(cq.selectors.RadiusNthSelector(-1)).chamfer(1.0)

print(flange.val().Volume())
