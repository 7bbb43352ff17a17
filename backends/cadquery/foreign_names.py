"""What other CAD languages call things, so that a name carried over from one of them leads to CadQuery's."""

from __future__ import annotations

WORKPLANE = {
    # OpenSCAD
    "difference": "cut", "cube": "box", "linear_extrude": "extrude", "rotate_extrude": "revolve", "square": "rect",
    "intersection": "intersect", "offset": "offset2D", "minkowski": "fillet",
    # build123d and FreeCAD
    "fuse": "union", "subtract": "cut", "common": "intersect", "moved": "translate",
    "makeBox": "box", "makeCylinder": "cylinder", "makeSphere": "sphere", "make_face": "wire", "add_hole": "hole",
    "counter_bore_hole": "cboreHole", "counter_sink_hole": "cskHole", "cbore": "cboreHole", "counterbore": "cboreHole",
    "countersink": "cskHole", "csink": "cskHole", "cboreHole2D": "cboreHole", "through_hole": "hole", "drill": "hole",
    "slot": "slot2D", "slot_overall": "slot2D", "rectangle": "rect", "regular_polygon": "polygon", "regularPolygon": "polygon",
    "grid_locations": "rarray", "polar_locations": "polarArray", "locations": "pushPoints", "points": "pushPoints",
    "line_to": "lineTo", "move_to": "moveTo", "three_point_arc": "threePointArc", "arc": "threePointArc",
    "tangent_arc": "tangentArcPoint", "radius_arc": "radiusArc", "sagitta_arc": "sagittaArc", "polar_line": "polarLine",
    "cut_thru_all": "cutThruAll", "cut_blind": "cutBlind", "cutThrough": "cutThruAll", "cutThroughAll": "cutThruAll",
    "pocket": "cutBlind", "cutExtrude": "cutBlind", "extrudeCut": "cutBlind", "twist_extrude": "twistExtrude",
    "round": "fillet", "bevel": "chamfer", "hollow": "shell", "thicken": "shell", "subtraction": "cut", "add_solid": "union",
    "merge": "union", "join": "union", "combineWith": "union", "intersection2D": "intersect", "rotated": "rotate",
    "scale": "transformed", "closePath": "close", "close_path": "close", "center_at": "center", "work_plane": "workplane",
    "workPlane": "workplane", "newWorkplane": "workplane", "select_faces": "faces", "face": "faces", "edge": "edges",
    "vertex": "vertices", "wire_": "wire", "solid": "solids", "push_points": "pushPoints", "polar_array": "polarArray",
    "pattern": "rarray", "linearPattern": "rarray", "circularPattern": "polarArray", "exportStep": "export",
    "exportStl": "export", "export_step": "export", "export_stl": "export", "revolution": "revolve",
}  # fmt: skip

ASSEMBLY = {"addPart": "add", "add_part": "add", "append": "add", "insert": "add", "constraint": "constrain",
            "mate": "constrain", "exportStep": "export", "write": "export", "toStep": "export"}  # fmt: skip

SKETCH = {"rectangle": "rect", "slot2D": "slot", "polarArray": "parray", "polygon2D": "polygon", "line": "segment",
          "lineTo": "segment", "cut": "subtract", "union": "add", "pushPoints": "push", "offset2D": "offset",
          "round": "fillet", "bevel": "chamfer", "square": "rect"}  # fmt: skip

BY_CLASS = {"Workplane": WORKPLANE, "Assembly": ASSEMBLY, "Sketch": SKETCH}

MODULE = {"Loc": "Location", "Vec": "Vector", "Vector3": "Vector", "Point": "Vector", "Wp": "Workplane", "WP": "Workplane",
          "Part": "Workplane", "Assy": "Assembly", "Colour": "Color", "Col": "Color", "Export": "exporters"}  # fmt: skip
"""Classes of the ``cadquery`` module."""
