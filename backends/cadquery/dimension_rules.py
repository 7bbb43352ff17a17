"""Which dimensions the kernel refuses below or at zero; each line is confirmed by a test against the real kernel."""

from __future__ import annotations

POSITIVE: dict[str, dict[str, tuple[str, ...]]] = {
    "Workplane": {
        "box": ("length", "width", "height"),
        "sphere": ("radius",),
        "cylinder": ("height", "radius"),
        "wedge": ("dx", "dy", "dz"),
        "circle": ("radius",),
        "ellipse": ("x_radius", "y_radius"),
        "polygon": ("nSides",),
        "hole": ("diameter", "depth"),
        "cboreHole": ("diameter", "cboreDiameter", "cboreDepth", "depth"),
        "cskHole": ("diameter", "cskDiameter", "cskAngle", "depth"),
        "fillet": ("radius",),
        "chamfer": ("length",),
        "rarray": ("xCount", "yCount"),
        "polarArray": ("count",),
        "text": ("fontsize",),
    },
    "Sketch": {"circle": ("r",), "fillet": ("d",), "regularPolygon": ("n",)},
    "Solid": {
        "makeBox": ("length", "width", "height"),
        "makeCylinder": ("radius", "height"),
        "makeSphere": ("radius",),
        "makeCone": ("height",),
        "makeTorus": ("radius1", "radius2"),
    },
    "Wire": {"makeCircle": ("radius",)},
}

NONZERO: dict[str, dict[str, tuple[str, ...]]] = {
    "Workplane": {
        "extrude": ("until",),
        "cutBlind": ("until",),
        "twistExtrude": ("distance", "angleDegrees"),
        "shell": ("thickness",),
        "rect": ("xLen", "yLen"),
        "slot2D": ("length", "diameter"),
        "polygon": ("diameter",),
    },
    "Sketch": {"rect": ("w", "h"), "slot": ("w", "h")},
}

LARGER: dict[str, tuple[str, str, str]] = {
    "cboreHole": ("cboreDiameter", "diameter", "counterbore"),
    "cskHole": ("cskDiameter", "diameter", "countersink"),
}
"""The first must exceed the second, or the step of the hole cannot be seen."""
