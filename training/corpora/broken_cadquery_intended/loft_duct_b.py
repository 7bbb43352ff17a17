import cadquery as cq

# Square-to-round duct adapter with constant wall
inlet = 40.0
outlet_d = 30.0
length = 60.0
wall = 2.0


def duct(offset):
    return (
        cq.Workplane("XY")
        .rect(inlet + offset, inlet + offset)
        .workplane(offset=length)
        .circle(outlet_d / 2 + offset / 2)
        .loft(combine=True)
    )


outer = duct(wall * 2)
inner = duct(0)
result = outer.cut(inner)
