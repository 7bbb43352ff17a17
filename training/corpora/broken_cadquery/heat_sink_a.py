# Heat sink with fins, parametric
import cadquery as cq

base_l, base_w, base_t = 60.0, 40.0, 4.0
fin_h, fin_t, n_fins = 15.0, 1.5, 9

base = cq.Workplane("XY").box(base_l, base_w, base_t)
pitch = (base_w - fin_t) / (n_fins - 1)
positions = [(0, -base_w / 2 + fin_t / 2 + i * pitch) for i in range(n_fins)]

sink = (
    base.faces(">Z")
    .workplane()
    .pushPoints(positions)
    .rect(base_l, fin_t)
    .extrude(fin_h)
)
sink = (
    sink.faces("<Z")
    .workplane()
    .rect(base_l - 10, base_w - 10, forConstruction=True)
    .vertices()
    .cskHole(6.0, 3.2, 82)
)
result = sink
