import cadquery as cq

OUTER_R = 25.0
GROOVE_R = 20.0
WIDTH = 14.0
BORE_R = 4.0

# Half profile, revolved around the Y axis
half = [
    (BORE_R, -WIDTH / 2),
    (OUTER_R, -WIDTH / 2),
    (OUTER_R, -WIDTH / 2 + 2),
    (GROOVE_R, -2),
    (GROOVE_R, 2),
    (OUTER_R, WIDTH / 2 - 2)
    (OUTER_R, WIDTH / 2),
    (BORE_R, WIDTH / 2),
]

pulley = cq.Workplane("XY").polyline(half).close().revolve(360, (0, 0, 0), (0, 1, 0))
keyway = cq.Workplane("XZ").center(0, BORE_R).rect(2.5, 2.5).extrude(WIDTH, both=True)
pulley = pulley.cut(keyway)

result = pulley
