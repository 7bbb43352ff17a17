"""An isometric line drawing with hidden lines, and a shaded image."""

from __future__ import annotations

from html import escape
from pathlib import Path

import cadquery as cq
from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepLib import BRepLib
from OCP.GCPnts import GCPnts_QuasiUniformDeflection
from OCP.gp import gp_Ax2, gp_Dir, gp_Pnt
from OCP.HLRAlgo import HLRAlgo_Projector
from OCP.HLRBRep import HLRBRep_Algo, HLRBRep_HLRToShape

WIDTH, HEIGHT, MARGIN, CAPTION = 480, 360, 18, 22
FROM = (1.0, -1.3, 0.9)
"""Direction from the part to the viewer: front right, from above."""

Points = list[tuple[float, float]]


def write_svg(shape: cq.Shape, caption: str, path: Path) -> None:
    """Visible lines dark, hidden ones light and dashed; readable on light and on dark ground."""
    visible, hidden = _project(shape)
    every = [point for line in visible + hidden for point in line]
    if not every:
        return
    left, right = min(x for x, _ in every), max(x for x, _ in every)
    low, high = min(y for _, y in every), max(y for _, y in every)
    room = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - CAPTION)
    scale = min(room[0] / max(right - left, 1e-9), room[1] / max(high - low, 1e-9))
    x0 = (WIDTH - scale * (right - left)) / 2
    y0 = MARGIN + (room[1] - scale * (high - low)) / 2

    def path_of(lines: list[Points]) -> str:
        pieces = []
        for line in lines:
            drawn = [f"{x0 + scale * (x - left):.1f} {y0 + scale * (high - y):.1f}" for x, y in line]
            drawn = [point for at, point in enumerate(drawn) if at == 0 or point != drawn[at - 1]]
            pieces.append("M" + "L".join(drawn) if len(drawn) > 1 else "")
        return "".join(pieces)

    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#fbfbf8"/>'
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{path_of(hidden)}" stroke="#b9bec6" stroke-width="0.8" stroke-dasharray="3 3"/>'
        f'<path d="{path_of(visible)}" stroke="#1f2a38" stroke-width="1.4"/></g>'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle" font-family="sans-serif" font-size="12" '
        f'fill="#4a5563">{escape(caption)}</text></svg>\n',
        encoding="utf-8",
    )


def _project(shape: cq.Shape) -> tuple[list[Points], list[Points]]:
    algorithm = HLRBRep_Algo()
    algorithm.Add(shape.wrapped)
    # The drawing's X axis is chosen level, so that Z points up.
    axes = gp_Ax2(gp_Pnt(0, 0, 0), gp_Dir(*FROM), gp_Dir(-FROM[1], FROM[0], 0))
    algorithm.Projector(HLRAlgo_Projector(axes))
    algorithm.Update()
    algorithm.Hide()
    found = HLRBRep_HLRToShape(algorithm)
    visible = [found.VCompound(), found.OutLineVCompound()]
    hidden = [found.HCompound(), found.OutLineHCompound()]
    return _lines(visible), _lines(hidden)


def _lines(compounds: list[object]) -> list[Points]:
    shapes = []
    for compound in compounds:
        if compound is not None and not compound.IsNull():  # type: ignore[attr-defined]
            BRepLib.BuildCurves3d_s(compound, 1e-6)  # projected edges have no 3D curve of their own
            shapes.append(cq.Shape.cast(compound))
    if not shapes:
        return []
    size = max(max(box.xlen, box.ylen) for box in (shape.BoundingBox() for shape in shapes))
    lines = []
    for shape in shapes:
        for edge in shape.Edges():
            lines.append(_points(edge, size / 600.0))
    return lines


def _points(edge: cq.Edge, deflection: float) -> Points:
    curve = BRepAdaptor_Curve(edge.wrapped)
    first, last = curve.FirstParameter(), curve.LastParameter()
    if edge.geomType() != "LINE":
        sampled = GCPnts_QuasiUniformDeflection(curve, deflection, first, last)
        if sampled.IsDone():
            points = [sampled.Value(at) for at in range(1, sampled.NbPoints() + 1)]
            return [(point.X(), point.Y()) for point in points]
    ends = (curve.Value(first), curve.Value(last))
    return [(point.X(), point.Y()) for point in ends]


def write_png(shape: cq.Shape, tolerance: float, path: Path) -> None:
    """Shaded by VTK, which CadQuery brings along, off screen."""
    from cadquery.occ_impl.assembly import toVTK
    from vtkmodules.vtkIOImage import vtkPNGWriter
    from vtkmodules.vtkRenderingCore import vtkRenderWindow, vtkWindowToImageFilter

    renderer = toVTK(cq.Assembly(shape, color=cq.Color(0.55, 0.65, 0.78)), tolerance=tolerance)
    renderer.SetBackground(0.984, 0.984, 0.972)
    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetMultiSamples(8)
    window.SetSize(WIDTH, HEIGHT)
    window.AddRenderer(renderer)
    camera = renderer.GetActiveCamera()
    camera.SetPosition(*FROM)
    camera.SetFocalPoint(0, 0, 0)
    camera.SetViewUp(0, 0, 1)
    renderer.ResetCamera()
    camera.Zoom(1.1)
    window.Render()
    image = vtkWindowToImageFilter()
    image.SetInput(window)
    image.Update()
    writer = vtkPNGWriter()
    writer.SetFileName(str(path))
    writer.SetInputConnection(image.GetOutputPort())
    writer.Write()
