"""Executes one CadQuery script in a forked warm interpreter and measures what it made.

Standalone: run by ``backends.zygote`` under the user's interpreter, where Hardsight is not installed. ``main`` takes
``path``, ``code``, ``modules`` (unsaved texts by path), ``test`` (path and code, or null), ``artifacts`` (a directory),
``tolerance``, ``picture``, ``exports`` and ``interference``; it returns JSON.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PRELOAD = ["cadquery"]


def _load_worker() -> None:
    """The folder beside this file, as a package whose name no script of a user has."""
    folder = Path(__file__).resolve().parent / "worker"
    spec = importlib.util.spec_from_file_location(
        "_hardsight_cadquery", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = package
    spec.loader.exec_module(package)


_load_worker()
from _hardsight_cadquery import (  # noqa: E402
    facts,
    files,
    interference,
    largest,
    mesh,
    picture,
    review,
    script,
    tests,
    tracing,
)
from OCP.OSD import OSD_ThreadPool  # noqa: E402

OSD_ThreadPool.DefaultPool_s(1)  # threads of the kernel would not live on in forks, whose booleans then wait for ever
tracing.install()
files.keep_exports_inside()


def warm() -> None:
    """Touch what nearly every script needs, once, so that the forks share it already set up."""
    cq = tracing.cq
    part = cq.Workplane("XY").box(4, 4, 4).edges("|Z").fillet(0.5).faces(">Z").workplane().hole(1)
    facts.metrics_of(part.val(), facts.Measured())
    with tempfile.TemporaryDirectory() as directory:
        picture.write_svg(part.val(), "", Path(directory) / "warm.svg")


def main(payload: dict[str, Any]) -> dict[str, Any]:
    started = time.perf_counter()
    files.overlay(payload["modules"])
    run = script.run_script(payload["code"], payload["path"])
    ran = time.perf_counter()
    answer: dict[str, Any] = {"version": tracing.cq.__version__, "error": run.error}
    if run.error is None and payload["test"]:
        answer["tests"] = tests.run_tests(payload["test"][1], payload["test"][0], payload["path"], run)
    files.script_runs = False
    measured = facts.Measured()
    shapes = [shape for result in run.results for shape in facts.shapes_on(result.value)]
    budget = min(2.0, 0.3 + 0.5 * (ran - started))
    answer["findings"] = [
        f.to_json() for f in review.review(run.trace, shapes, measured, budget, run.error is not None)
    ]
    if run.failed_call is not None:
        found = largest.largest_that_works(run.failed_call)
        if found is not None:
            answer["error"]["largest"] = found
    answer["results"] = [describe_result(result) for result in run.results]
    answer["calls"] = changed_sites(run.trace)
    answer["made"] = bool(run.trace.calls)
    answer["left"] = run.left
    answer["metrics"], answer["artifacts"] = measure(run, shapes, measured, payload) if run.results else ({}, {})
    answer["seconds"] = {"script": ran - started, "analysis": time.perf_counter() - ran}
    return answer


def describe_result(result: Any) -> dict[str, Any]:
    """``stack`` counts what a Workplane holds and ``base`` says whether a solid is behind it: a selection left over?"""
    stack: dict[str, int] = {}
    if isinstance(result.value, tracing.cq.Workplane):
        for item in result.value.objects:
            stack[type(item).__name__] = stack.get(type(item).__name__, 0) + 1
    base = bool(stack) and facts.base_solid(result.value) is not None
    return {"name": result.name, "how": result.how, "line": result.line, "stack": stack, "base": base}


def changed_sites(trace: Any) -> list[dict[str, Any]]:
    """Places whose calls returned a new solid; the host tells which of those results were thrown away."""
    found: dict[Any, dict[str, Any]] = {}
    for call in trace.calls:
        if call.site in found or call.error is not None or call.owner != "Workplane":
            continue
        if call.name in review.CONSTRUCTING or call.name in review.MOVING:
            found[call.site] = {"name": call.name, "place": call.place.to_json()}
    return list(found.values())


def measure(
    run: Any, shapes: list[Any], measured: Any, payload: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Numbers and files of the results; a result that is only a selection is measured by the solid it came from."""
    cq = tracing.cq
    selected = shapes and not any(isinstance(shape, (cq.Solid, cq.Compound)) for shape in shapes)
    solid = shapes
    if selected or not shapes:
        solid = [base for result in run.results if (base := facts.base_solid(result.value)) is not None] or shapes
    if not solid:
        return {}, {}
    whole = facts.one(solid)
    metrics = facts.metrics_of(whole, measured)
    directory = Path(payload["artifacts"])
    artifacts: dict[str, str] = {}
    parts: list[tuple[str, Any, Any]] = []
    assemblies = [result.value for result in run.results if isinstance(result.value, cq.Assembly)]
    if assemblies:
        placed = [part for assembly in assemblies for part in interference.parts_of(assembly)]
        metrics["parts"] = len(placed)
        if payload["interference"] and len(placed) > 1:
            shared = interference.interferences(placed)
            shared["adds"] = added_at(run.trace, shared["pairs"])
            metrics["interference"] = shared
        colors = {name: color for _, name, _, color in assembly_colors(assemblies)}
        parts = [(name, shape, colors.get(path)) for path, name, shape in placed]
    elif len(run.results) > 1 and solid is shapes:
        parts = [(result.name, shape, None) for result in run.results for shape in facts.shapes_on(result.value)]
    else:
        parts = [(run.results[0].name, whole, None)]
    if not metrics.get("box"):
        return metrics, artifacts
    meshes = facts.unless_degenerate(
        lambda: [(name, mesh.Mesh(shape, payload["tolerance"]), color) for name, shape, color in parts]
    )
    if meshes is None:
        return metrics, artifacts
    metrics["watertight"] = all(m.watertight() for _, m, _ in meshes)
    metrics["triangles"] = sum(len(m.triangles) for _, m, _ in meshes)
    for write in (
        lambda: write_mesh(meshes, directory),
        lambda: draw(whole, metrics, directory, payload["picture"], payload["tolerance"]),
        lambda: export(whole, directory, payload["exports"], payload["tolerance"], assemblies),
    ):
        artifacts.update(facts.unless_degenerate(write) or {})
    return metrics, artifacts


def write_mesh(meshes: list[Any], directory: Path) -> dict[str, str]:
    path = directory / "mesh.json"
    mesh.write_mesh(meshes, path)
    return {path.name: str(path)}


def assembly_colors(assemblies: list[Any]) -> list[tuple[Any, str, Any, Any]]:
    found = []
    for assembly in assemblies:
        for _shape, path, location, color in assembly:
            found.append((location, path, None, list(color.toTuple()) if color is not None else None))
    return found


def added_at(trace: Any, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    """Where each part that interferes was put into its assembly."""
    names = {pair[side] for pair in pairs for side in ("a", "b")}
    found: dict[str, Any] = {}
    for call in trace.calls:
        if (
            call.owner == "Assembly"
            and call.name == "add"
            and call.error is None
            and call.parts < len(call.before.children)
        ):
            name = call.before.children[call.parts].name
            if name in names:
                found[name] = call.place.to_json()
    return found


def draw(shape: Any, metrics: dict[str, Any], directory: Path, kind: str, tolerance: float) -> dict[str, str]:
    if kind not in ("svg", "png"):
        return {}
    path = directory / f"picture.{kind}"
    if kind == "svg":
        x, y, z = metrics["bounding_box"]
        picture.write_svg(shape, f"{x:.4g} × {y:.4g} × {z:.4g} mm · {metrics['volume']:.5g} mm³", path)
    else:
        picture.write_png(shape, tolerance, path)
    return {path.name: str(path)} if path.exists() else {}


def export(shape: Any, directory: Path, kinds: list[str], tolerance: float, assemblies: list[Any]) -> dict[str, str]:
    """STEP keeps the names and colours of a single assembly; STL is binary."""
    found: dict[str, str] = {}
    for kind in kinds:
        path = directory / f"part.{kind}"
        if kind == "step" and len(assemblies) == 1:
            assemblies[0].export(str(path))
        elif kind == "step":
            shape.exportStep(str(path))
        elif kind == "stl":
            shape.exportStl(str(path), tolerance, mesh.ANGULAR_TOLERANCE)
        if path.exists():
            found[path.name] = str(path)
    return found
