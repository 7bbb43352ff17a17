"""Operations that go wrong without an exception must come out as diagnostics at their call."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.outcome import Label, Severity
from tests.backends.cadquery.scripts import HEADER, marked, run

BOX = 'cq.Workplane("XY").box(10, 10, 10)'
TOOL = 'cq.Workplane("XY").center(100, 0).box(5, 5, 5)'

SILENT = [
    (f"{BOX}.edges().fillet(6)", "fillet(6)", "invalid-solid", "made an invalid solid"),
    (f'{BOX}.faces(">Z").shell(-6)', "shell(-6)", "shell-no-effect", "changed nothing"),
    (f'{BOX}.faces(">Z").shell(-5)', "shell(-5)", "invalid-solid", "largest that works here is -4.9 mm"),
    (f"{BOX}.cut({TOOL})", f"cut({TOOL})", "cut-no-effect", "removed nothing"),
    (f"{BOX} - {TOOL}", f"{BOX} - {TOOL}", "cut-no-effect", "removed nothing"),
    (f"{BOX}.cut(cq.Workplane().box(50, 50, 50))", "cut(cq.Workplane().box(50, 50, 50))", "all-material-removed", "removed all"),
    (f'{BOX}.faces(">Z").workplane().hole(30)', "hole(30)", "all-material-removed", "removed all"),
    (f"{BOX}.intersect({TOOL})", f"intersect({TOOL})", "all-material-removed", "removed all"),
    (f'{BOX}.faces(">Z").workplane().center(40, 0).hole(2)', "hole(2)", "hole-outside", "(40, 0, 5) misses the part, which spans x -5 to 5"),
    (f'{BOX}.faces(">Z").workplane().rect(2, 2).cutBlind(5)', "cutBlind(5)", "cut-no-effect", "outside"),
    (f'{BOX}.faces("%CYLINDER").workplane().hole(2)', 'faces("%CYLINDER")', "empty-selection", "workplane goes on as if"),
    ('cq.Workplane("XY").polyline([(0, 0), (10, 10), (10, 0), (0, 10)]).close().extrude(5)', "extrude(5)", "self-crossing-profile", "(5, 5, 0)"),
    ('cq.Workplane("XY").box(float("nan"), 10, 10)', 'box(float("nan"), 10, 10)', "non-finite-dimension", "nan"),
    ('cq.Workplane("XY").box(10, 1e308 * 10, 10)', "box(10, 1e308 * 10, 10)", "non-finite-dimension", "inf"),
    ('cq.Workplane("XY").rect(0, 10).extrude(5)', "extrude(5)", "zero-volume", "without volume"),
    ('cq.Workplane("XY").rect(5, 5).extrude(20, taper=30)', "extrude(20, taper=30)", "taper-collapses", "4.33 mm of 20 mm"),
]  # fmt: skip


@pytest.mark.parametrize("expression, text, code, words", SILENT, ids=[f"{s[2]}: {s[0][-30:]}" for s in SILENT])
async def test_silent_failure_is_a_wrong_output_at_its_call(
    expression: str, text: str, code: str, words: str, tmp_path: Path
) -> None:
    script = HEADER + f"result = {expression}\n"
    outcome = await run(script, tmp_path)
    assert outcome.label is Label.WRONG_OUTPUT
    (error,) = outcome.errors
    assert error.code == code
    assert marked(script, error) == text
    assert words in error.message


async def test_the_first_operation_that_broke_the_solid_is_blamed(tmp_path: Path) -> None:
    script = (
        HEADER
        + f"a = {BOX}.edges().fillet(6)\nb = a.faces('<Z').workplane(-1).rect(1, 1).extrude(1)\nresult = b.translate((1, 2, 3))\n"
    )
    outcome = await run(script, tmp_path)
    assert marked(script, outcome.errors[0]) == "fillet(6)"


async def test_result_thrown_away_is_told(tmp_path: Path) -> None:
    script = HEADER + f'result = {BOX}\nresult.faces(">Z").workplane().hole(3)\n'
    outcome = await run(script, tmp_path)
    (error,) = outcome.errors
    assert (error.code, marked(script, error)) == ("discarded-result", "hole(3)")


async def test_a_pattern_that_is_clipped_in_places_is_no_failure(tmp_path: Path) -> None:
    script = (
        HEADER
        + f"result = {BOX}\nfor x in range(-20, 21, 5):\n    result = result.cut(cq.Workplane().center(x, 0).circle(1).extrude(20))\n"
    )
    outcome = await run(script, tmp_path)
    assert outcome.label is Label.PASS and outcome.diagnostics == ()


async def test_an_empty_selection_that_is_only_counted_is_a_warning(tmp_path: Path) -> None:
    script = HEADER + f'result = {BOX}\nround_faces = result.faces("%CYLINDER").size()\n'
    outcome = await run(script, tmp_path)
    assert outcome.label is Label.PASS
    assert [(d.code, d.severity) for d in outcome.diagnostics] == [("empty-selection", Severity.WARNING)]


async def test_separate_solids_are_information(tmp_path: Path) -> None:
    outcome = await run(HEADER + f"result = {BOX}.union({TOOL})\n", tmp_path)
    assert outcome.label is Label.PASS and outcome.metrics["solids"].value == 2
    assert [(d.code, d.severity) for d in outcome.diagnostics] == [("separate-solids", Severity.INFORMATION)]


async def test_an_attempt_inside_try_is_no_thrown_away_result(tmp_path: Path) -> None:
    script = HEADER + f"result = {BOX}\ntry:\n    result.edges('|Z').fillet(1)\nexcept Exception:\n    pass\n"
    assert (await run(script, tmp_path)).label is Label.PASS


async def test_interfering_parts_are_told_where_they_are_added(tmp_path: Path) -> None:
    script = HEADER + (
        "block = cq.Workplane().box(2, 2, 2)\nresult = cq.Assembly(name='pair')\n"
        "result.add(block, name='left')\nresult.add(block, name='right', loc=cq.Location(cq.Vector(1, 0, 0)))\n"
        "result.add(block, name='touching', loc=cq.Location(cq.Vector(3, 0, 0)))\n"
    )
    outcome = await run(script, tmp_path)
    (warning,) = outcome.diagnostics
    assert (warning.code, warning.severity) == ("interference", Severity.WARNING)
    assert "right and left share 4 mm³" in warning.message
    assert marked(script, warning).startswith("add(block, name='right'")
    assert outcome.metrics["interference"].value == pytest.approx(4.0)
    assert outcome.metrics["parts"].value == 3
    quiet = await run(script, tmp_path, interference=False)
    assert quiet.diagnostics == () and "interference" not in quiet.metrics
