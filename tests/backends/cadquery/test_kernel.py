"""What a run in the real kernel says of good scripts: label, metrics, results, artifacts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from backends.cadquery.kernel import CadQueryKernel
from backends.outcome import Label, Severity, Stage
from tests.backends.cadquery.scripts import DATA, HEADER, PARTS, run

BOX = HEADER + 'result = cq.Workplane("XY").box(10, 20, 30)\n'


def test_probe_names_version_and_place() -> None:
    status = CadQueryKernel().probe()
    assert status.found and re.match(r"CadQuery \d", status.version)
    assert "pip install" in status.install


@pytest.mark.parametrize("part", PARTS)
async def test_real_parts_pass_with_sound_geometry(part: str, tmp_path: Path) -> None:
    outcome = await run((DATA / f"{part}.py").read_text(), tmp_path)
    assert outcome.label is Label.PASS, outcome.diagnostics
    assert not [d for d in outcome.diagnostics if d.severity in (Severity.ERROR, Severity.WARNING)]
    assert outcome.metrics["valid"].value == outcome.metrics["watertight"].value == 1
    assert set(outcome.artifacts) == {"picture.svg", "mesh.json"}
    assert outcome.stage is Stage.RUN and outcome.tool_version.startswith("CadQuery ")


async def test_metrics_of_a_box_have_values_and_units(tmp_path: Path) -> None:
    metrics = (await run(BOX, tmp_path)).metrics
    assert (metrics["volume"].value, metrics["volume"].unit) == (6000.0, "mm^3")
    assert (metrics["area"].value, metrics["area"].unit) == (2200.0, "mm^2")
    assert (metrics["bounding_box"].value, metrics["bounding_box"].unit) == ((10.0, 20.0, 30.0), "mm")
    assert metrics["center_of_mass"].value == (0.0, 0.0, 0.0)
    assert [metrics[name].value for name in ("solids", "shells", "faces", "edges")] == [1, 1, 6, 12]


@pytest.mark.parametrize(
    "curved, size",
    [
        ("sphere(5)", (10, 10, 10)),
        ("cylinder(8, 3)", (6, 6, 8)),
        ("box(10, 10, 10).edges().fillet(2)", (10, 10, 10)),
        ("circle(4).extrude(3).rotate((0, 0, 0), (1, 0, 0), 90)", (8, 3, 8)),
        ("ellipse(6, 2).extrude(1)", (12, 4, 1)),
    ],
)
async def test_box_of_curved_parts_is_exact(curved: str, size: tuple[float, ...], tmp_path: Path) -> None:
    outcome = await run(HEADER + f'result = cq.Workplane("XY").{curved}\n', tmp_path)
    assert outcome.metrics["bounding_box"].value == pytest.approx(size, abs=1e-5)


@pytest.mark.parametrize(
    "ending",
    [
        "result = part",
        "r = part",
        "show_object(part, name='plate', options={'color': 'red'})",
        "debug(cq.Workplane().sphere(1))\nshow_object(part)",
        "anything = part",
        "from ocp_vscode import show\nshow(part)",
        "from cadquery.vis import show\nshow(part)",
        "result = part.val()",
        "result = [part, part.translate((50, 0, 0))]",
        "if __name__ == '__main__':\n    result = part",
        "import sys\nresult = part\nsys.exit(0)",
        "cq.exporters.export(part, '/somewhere/else/plate.step')\ndel part",
    ],
)
async def test_result_is_found_the_way_engineers_leave_it(ending: str, tmp_path: Path) -> None:
    outcome = await run(HEADER + f'part = cq.Workplane("XY").box(1, 2, 3)\n{ending}\n', tmp_path)
    assert outcome.label is Label.PASS, outcome.diagnostics
    assert outcome.metrics["volume"].value in (6.0, 12.0)


async def test_a_script_that_leaves_nothing_to_see_says_so(tmp_path: Path) -> None:
    outcome = await run(HEADER + 'cq.Workplane("XY").box(1, 2, 3)\n', tmp_path)
    assert outcome.label is Label.WRONG_OUTPUT
    assert [d.code for d in outcome.diagnostics] == ["no-result"]


async def test_a_module_of_functions_needs_no_result(tmp_path: Path) -> None:
    outcome = await run(HEADER + "def plate(w):\n    return cq.Workplane().box(w, w, 1)\n", tmp_path)
    assert outcome.label is Label.PASS and outcome.diagnostics == () and outcome.metrics == {}


async def test_a_selection_in_place_of_the_part_is_told_and_the_part_measured(tmp_path: Path) -> None:
    outcome = await run(HEADER + 'result = cq.Workplane("XY").box(1, 2, 3).edges("|Z")\n', tmp_path)
    (warning,) = outcome.diagnostics
    assert (warning.code, warning.severity) == ("result-is-selection", Severity.WARNING)
    assert outcome.metrics["volume"].value == 6.0


async def test_modules_beside_the_script_are_imported_as_the_editor_holds_them(tmp_path: Path) -> None:
    (tmp_path / "sizes.py").write_text("WIDTH = 1\n")
    (tmp_path / "server.py").write_text("HEIGHT = 3\n")  # the name of a package of ours
    code = (
        HEADER + "from sizes import WIDTH\nfrom server import HEIGHT\nresult = cq.Workplane().box(WIDTH, 1, HEIGHT)\n"
    )
    assert (await run(code, tmp_path)).metrics["volume"].value == 3.0
    held = {str(tmp_path / "sizes.py"): "WIDTH = 7\n"}
    assert (await run(code, tmp_path, overlay=held)).metrics["volume"].value == 21.0


async def test_files_named_by_the_script_can_be_read_and_only_their_copies_are_overwritten(tmp_path: Path) -> None:
    (tmp_path / "sizes.csv").write_text("4,5,6\n")
    code = HEADER + (
        "length, width, height = map(float, open('sizes.csv').read().split(','))\n"
        "result = cq.Workplane().box(length, width, height)\n"
        "open('sizes.csv', 'w').write('gone')\n"
        "result.export('plate.step')\n"
        "print(cq.importers.importStep('plate.step').val().Volume())\n"
    )
    outcome = await run(code, tmp_path)
    assert outcome.label is Label.PASS, outcome.diagnostics
    assert float(outcome.log.strip().splitlines()[-1]) == pytest.approx(120.0)
    assert (tmp_path / "sizes.csv").read_text() == "4,5,6\n"
    assert not (tmp_path / "plate.step").exists()


async def test_picture_shows_visible_and_hidden_lines_with_a_caption(tmp_path: Path) -> None:
    outcome = await run((DATA / "bracket.py").read_text(), tmp_path)
    svg = Path(outcome.artifacts["picture.svg"]).read_text()
    assert svg.startswith("<svg") and svg.count("<path") == 2
    assert "stroke-dasharray" in svg and "80 × 56 × 66 mm" in svg


async def test_png_picture_on_request_and_none_on_request(tmp_path: Path) -> None:
    outcome = await run(BOX, tmp_path, picture="png")
    assert Path(outcome.artifacts["picture.png"]).read_bytes().startswith(b"\x89PNG")
    assert set((await run(BOX, tmp_path, picture="none")).artifacts) == {"mesh.json"}


async def test_exports_are_files_that_cadquery_reads_back(tmp_path: Path) -> None:
    outcome = await run(BOX, tmp_path, exports=("step", "stl"))
    assert Path(outcome.artifacts["part.step"]).read_text().startswith("ISO-10303-21")
    assert Path(outcome.artifacts["part.stl"]).stat().st_size == 84 + 12 * 50


async def test_mesh_indexes_its_own_positions(tmp_path: Path) -> None:
    outcome = await run((DATA / "hinge_assembly.py").read_text(), tmp_path)
    mesh = json.loads(Path(outcome.artifacts["mesh.json"]).read_text())
    assert mesh["unit"] == "mm" and [p["name"] for p in mesh["parts"]][:3] == ["leaf_a", "leaf_b", "pin"]
    for part in mesh["parts"]:
        count = len(part["positions"]) // 3
        assert min(part["triangles"]) >= 0 and max(part["triangles"]) < count
        assert part["edges"] and all(max(edge) < count for edge in part["edges"])
    assert mesh["parts"][2]["color"] == pytest.approx([1.0, 0.84, 0.0, 1.0], abs=0.2)


async def test_what_the_script_prints_is_in_the_log(tmp_path: Path) -> None:
    assert "über" in (await run(BOX + "print('über')\n", tmp_path)).log


async def test_an_interpreter_without_cadquery_is_unavailable_with_what_to_install(tmp_path: Path) -> None:
    import venv

    venv.create(tmp_path / "bare", with_pip=False)
    outcome = await run(BOX, tmp_path, interpreter=str(tmp_path / "bare" / "bin" / "python"))
    assert outcome.label is Label.UNAVAILABLE
    assert "pip install cadquery" in outcome.log


async def test_a_missing_interpreter_is_unavailable(tmp_path: Path) -> None:
    outcome = await run(BOX, tmp_path, interpreter=str(tmp_path / "nowhere" / "python"))
    assert outcome.label is Label.UNAVAILABLE and "nowhere" in outcome.log


def test_an_empty_file_is_not_run() -> None:
    from backends.environment import Domain, Environment

    assert not CadQueryKernel().applies("\n", Environment(Domain.CADQUERY, "/p/a.py", "/p"))
