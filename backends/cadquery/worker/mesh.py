"""Triangles of a part: for the 3D preview, and to see whether its surface is closed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cadquery as cq
import numpy as np
from OCP.BRep import BRep_Tool
from OCP.TopAbs import TopAbs_Orientation
from OCP.TopLoc import TopLoc_Location

ANGULAR_TOLERANCE = 0.4
"""Radians between neighbouring facets of a curve."""


class Mesh:
    """Faces triangulated one by one: ``positions`` (n, 3) in mm, ``triangles`` (m, 3), ``edges`` as runs of positions."""

    def __init__(self, shape: cq.Shape, tolerance: float) -> None:
        shape.mesh(tolerance, ANGULAR_TOLERANCE)
        points: list[Any] = []
        triangles: list[Any] = []
        self.edges: list[list[int]] = []
        drawn: set[int] = set()
        for face in shape.Faces():
            location = TopLoc_Location()
            found = BRep_Tool.Triangulation_s(face.wrapped, location)
            if found is None:
                continue
            first = len(points) - 1  # the kernel counts from one
            move = None if location.IsIdentity() else location.Transformation()
            for at in range(1, found.NbNodes() + 1):
                node = found.Node(at) if move is None else found.Node(at).Transformed(move)
                points.append((node.X(), node.Y(), node.Z()))
            reverse = face.wrapped.Orientation() == TopAbs_Orientation.TopAbs_REVERSED
            for at in range(1, found.NbTriangles() + 1):
                a, b, c = found.Triangle(at).Get()
                triangles.append((first + a, first + c, first + b) if reverse else (first + a, first + b, first + c))
            for edge in face.Edges():
                key = hash(edge.wrapped.Oriented(TopAbs_Orientation.TopAbs_FORWARD))
                polygon = None if key in drawn else BRep_Tool.PolygonOnTriangulation_s(edge.wrapped, found, location)
                if polygon is not None and not BRep_Tool.IsClosed_s(edge.wrapped, face.wrapped):  # seams are no edges
                    drawn.add(key)
                    self.edges.append([first + polygon.Node(at) for at in range(1, polygon.NbNodes() + 1)])
        self.positions = np.array(points, dtype=np.float64).reshape(-1, 3)
        self.triangles = np.array(triangles, dtype=np.int64).reshape(-1, 3)

    def watertight(self) -> bool:
        """Every edge of the triangulation is shared by exactly two triangles, once nodes at one place are merged."""
        if not len(self.triangles):
            return False
        size = float(np.ptp(self.positions, axis=0).max()) or 1.0
        _, merged = np.unique(np.round(self.positions / (size * 1e-7)), axis=0, return_inverse=True)
        corners = merged.reshape(-1)[self.triangles]
        proper = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2]) & (corners[:, 2] != corners[:, 0])
        corners = corners[proper]
        sides = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1)
        _, shared = np.unique(sides, axis=0, return_counts=True)
        return bool((shared % 2 == 0).all())

    def to_json(self, name: str, color: list[float] | None) -> dict[str, Any]:
        return {
            "name": name,
            "color": color,
            "positions": np.round(self.positions, 4).reshape(-1).tolist(),
            "triangles": self.triangles.reshape(-1).tolist(),
            "edges": self.edges,
        }


def write_mesh(parts: list[tuple[str, Mesh, list[float] | None]], path: Path) -> None:
    """``{"unit": "mm", "parts": [{"name", "color", "positions", "triangles", "edges"}]}``.

    ``positions`` and ``triangles`` are flat lists; an edge is a list of indices of positions to be joined by lines.
    """
    body = {"unit": "mm", "parts": [mesh.to_json(name, color) for name, mesh, color in parts]}
    path.write_text(json.dumps(body, separators=(",", ":")), encoding="utf-8")
