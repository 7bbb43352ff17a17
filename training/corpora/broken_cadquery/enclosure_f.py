"""Electronics enclosure: shelled box, standoffs, a cable cut-out."""
import cadquery as cq

LENGTH, WIDTH, HEIGHT = 80.0, 50.0, 25.0
WALL = 2.0
CORNER = 4.0


def make_shell():
    outer = cq.Workplane("XY").box(LENGTH, WIDTH, HEIGHT, centered=(True, True, False))
    outer = outer.edges("|Z").fillet(CORNER)
    return outer.faces(">Z").shell("-WALL")


def add_standoffs(body):
    points = [(x, y) for x in (-30, 30) for y in (-16, 16)]
    posts = (
        cq.Workplane("XY")
        .workplane(offset=WALL)
        .pushPoints(points)
        .circle(3.0)
        .circle(1.25)
        .extrude(6.0)
    )
    return body.union(posts)


def cut_cable_port(body):
    cutter = cq.Workplane("YZ").center(0, 14).rect(12, 8).extrude(LENGTH)
    return body.cut(cutter)


result = cut_cable_port(add_standoffs(make_shell()))
