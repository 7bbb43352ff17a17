"""Checks in comments and in a test file beside the script."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.cadquery.geometry_checks import GeometryCheck, find_checks, run_checks
from backends.outcome import Label, Severity
from backends.text import LineIndex
from tests.backends.cadquery.scripts import HEADER, marked, run

METRICS = {"volume": 1000.0, "solids": 1, "valid": True, "bounding_box": [10.0, 20.0, 5.0]}


@pytest.mark.parametrize(
    "check, holds",
    [
        ("volume = 1000", True), ("volume = 1005 ± 1%", True), ("volume = 1020 ± 1 %", False), ("volume = 1001 +- 2 mm^3", True),
        ("volume < 1000", False), ("volume <= 1000", True), ("volume > 999.5", True), ("solids == 1", True),
        ("solids != 1", False), ("valid = true", True), ("bounding_box.y = 20 ± 0.01", True), ("bounding_box.z > 6", False),
        ("volume = 1e3 mm³", True), ("Volume = 1000", True),
    ],
)  # fmt: skip
def test_checks_compare_as_written(check: str, holds: bool) -> None:
    found = run_checks(LineIndex(f"x = 1  # hardsight: {check}\n"), METRICS)
    assert [d.code for d in found] == ([] if holds else ["check-failed"])


@pytest.mark.parametrize("text", ["volume", "volume about 3", "weight = 3", "bounding_box = 3"])
def test_what_cannot_be_checked_is_a_warning(text: str) -> None:
    (warning,) = run_checks(LineIndex(f"# hardsight: {text}"), METRICS)
    assert (warning.code, warning.severity) == ("check-unreadable", Severity.WARNING)


def test_checks_know_their_place() -> None:
    (check,) = find_checks(LineIndex("a = 1\nb = 2  # hardsight: solids = 1\n"))
    assert isinstance(check, GeometryCheck)
    assert (check.at.start.line, check.at.start.column) == (1, 7)


async def test_a_failing_check_makes_the_output_wrong(tmp_path: Path) -> None:
    script = HEADER + "# hardsight: volume = 7 ± 1%\nresult = cq.Workplane().box(1, 2, 3)\n"
    outcome = await run(script, tmp_path)
    (error,) = outcome.errors
    assert outcome.label is Label.WRONG_OUTPUT
    assert "it is 6" in error.message and marked(script, error).startswith("# hardsight:")


async def test_the_test_file_beside_the_script_is_run_against_it(tmp_path: Path) -> None:
    test = tmp_path / "test_part.py"
    test.write_text(
        "import part\n\ndef test_height():\n    assert part.result.val().BoundingBox().zlen == 3\n\n"
        "def test_fixture(needs_pytest):\n    assert False\n"
    )
    script = HEADER + "result = cq.Workplane().box(1, 2, {})\n"
    assert (await run(script.format(3), tmp_path)).label is Label.PASS
    outcome = await run(script.format(4), tmp_path)
    (error,) = outcome.errors
    assert outcome.label is Label.WRONG_OUTPUT
    assert (error.code, error.path, error.range.start.line) == ("test-failed", str(test), 3)
    assert "test_height" in error.message
