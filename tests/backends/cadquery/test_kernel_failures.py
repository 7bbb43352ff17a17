"""Exceptions and deaths: exact place, the failing call of the chain, words an engineer understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.outcome import Label, Outcome, Severity
from backends.settings import Limits
from tests.backends.cadquery.scripts import HEADER, marked, run

BOX = 'cq.Workplane("XY").box(10, 10, 10)'

FAILURES = [
    (f'{BOX}.edges("|Z").fillet(6)', "fillet(6)", "StdFail_NotDone", "fillet of 6 mm failed on 4 edges"),
    (f"{BOX}.faces('>Z').edges().chamfer(7)", "chamfer(7)", "StdFail_NotDone", "chamfer of 7 mm failed on 4 edges"),
    (f"{BOX}.shell(-6)", "shell(-6)", "ValueError", "too thin"),
    ('cq.Workplane("XY").extrude(5)', "extrude(5)", "ValueError", "extrude has no profile"),
    ('cq.Workplane("XY").lineTo(9, 0).lineTo(9, 9).extrude(5)', "extrude(5)", "ValueError", "2 edges are drawn but not joined"),
    (f'{BOX}.edges(">Z and <Z").fillet(1)', "fillet(1)", "ValueError", "selects nothing"),
    ('cq.Workplane("XY").hole(3)', "hole(3)", "ValueError", "needs a solid"),
    ('cq.Workplane("XYZ")', 'Workplane("XYZ")', "ValueError", "there is no such plane"),
    (f'{BOX}.faces(">z")', 'faces(">z")', "ParseException", "'z' is no direction"),
    ('cq.Workplane("XY").box(0, 10, 10)', "box(0, 10, 10)", "Standard_DomainError", "length of box must be greater than zero, it is 0"),
    ('cq.Workplane("XY").circle(-5).extrude(1)', "circle(-5)", "Standard_ConstructionError", "radius of circle must be greater than zero"),
    ('cq.Workplane("XY").circle(3).extrude(0)', "extrude(0)", "Standard_ConstructionError", "until of extrude must be other than zero"),
    ('cq.Workplane("XY").bxo(1, 2, 3)', "bxo", "AttributeError", "Workplane has no method 'bxo'; did you mean 'box'?"),
    ('cq.Workplane("XY").box(1, 2)', "box(1, 2)", "TypeError", "box needs height"),
    ('cq.Workplane("XY").box((1, 2, 3))', "box((1, 2, 3))", "TypeError", "not a tuple"),
    ('cq.Workplane("XY").box(1, 2, 3, centred=True)', "box(1, 2, 3, centred=True)", "TypeError", "did you mean 'centered'?"),
    (f"{BOX}.translate(1, 2, 3)", "translate(1, 2, 3)", "TypeError", "translate((x, y, z))"),
    (f"{BOX}.faces('>Z').workplane.hole(2)", "hole", "AttributeError", "not called"),
    ('cq.Workplane("XY").rect(10, 10).revolve(360, (0, 0, 0), (0, 1, 0))', "revolve(360, (0, 0, 0), (0, 1, 0))", "StdFail_NotDone", "one side of the axis"),
    ("cq.Solid.makeBox(1, 2, -3)", "makeBox(1, 2, -3)", "Standard_DomainError", "gives no reason"),
    ("missing_name + 1", "missing_name", "NameError", "missing_name"),
]  # fmt: skip


def only_error(outcome: Outcome) -> tuple[str, str, str]:
    errors = outcome.errors
    assert len(errors) == 1, outcome.diagnostics
    return errors[0].code, errors[0].message, str(outcome.label)


@pytest.mark.parametrize("expression, text, code, words", FAILURES, ids=[f[0][-40:] for f in FAILURES])
async def test_exception_is_at_the_failing_call(
    expression: str, text: str, code: str, words: str, tmp_path: Path
) -> None:
    script = HEADER + f"result = {expression}\n"
    outcome = await run(script, tmp_path)
    (error,) = outcome.errors
    assert outcome.label is Label.RUNTIME_ERROR
    assert (error.code, error.source) == (code, "cadquery")
    assert marked(script, error) == text
    assert words in error.message


async def test_in_a_chain_over_several_lines_the_failing_line_is_marked(tmp_path: Path) -> None:
    script = (
        HEADER
        + 'result = (\n    cq.Workplane("XY")  # ü\n    .box(10, 10, 10)\n    .edges("|Z")\n    .fillet(\n        6\n    )\n    .faces(">Z")\n)\n'
    )
    (error,) = (await run(script, tmp_path)).errors
    assert marked(script, error) == "fillet(\n        6\n    )"


async def test_largest_radius_that_works_is_found_and_works(tmp_path: Path) -> None:
    (error,) = (await run(HEADER + f'result = {BOX}.edges("|Z").fillet(6)\n', tmp_path)).errors
    assert error.data["largest_radius"] == 4.9
    assert (await run(HEADER + f'result = {BOX}.edges("|Z").fillet(4.9)\n', tmp_path)).label is Label.PASS


async def test_failure_in_a_function_names_the_callers(tmp_path: Path) -> None:
    script = (
        HEADER
        + "def rounded(part):\n    return part.edges('|Z').fillet(9)\n\nresult = rounded(cq.Workplane().box(10, 10, 10))\n"
    )
    (error,) = (await run(script, tmp_path)).errors
    assert marked(script, error) == "fillet(9)"
    assert [related.range.start.line for related in error.related] == [4]


async def test_failure_in_an_imported_module_has_its_path(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(HEADER + "def plate():\n    return cq.Workplane().box(1, 2, 0)\n")
    (error,) = (await run("import cadquery\nfrom parts import plate\nresult = plate()\n", tmp_path)).errors
    assert error.path == str(tmp_path / "parts.py")
    assert error.range.start.line == 2
    assert (error.related[0].path, error.related[0].range.start.line) == (None, 2)


async def test_kernel_failure_in_an_old_step_names_the_cause_first(tmp_path: Path) -> None:
    script = HEADER + f'result = {BOX}.cut(cq.Workplane().box(50, 50, 50)).faces(">Z").workplane().hole(2)\n'
    outcome = await run(script, tmp_path)
    assert [d.code for d in outcome.diagnostics] == ["all-material-removed", "ValueError"]
    assert marked(script, outcome.diagnostics[0]).startswith("cut(")


async def test_syntax_error_is_a_compilation_error_of_python(tmp_path: Path) -> None:
    outcome = await run(HEADER + "result = cq.Workplane(\n", tmp_path)
    (error,) = outcome.errors
    assert outcome.label is Label.COMPILATION_ERROR
    assert (error.source, error.code, error.message) == ("python", "SyntaxError", "'(' was never closed")


async def test_failing_assertion_of_the_script_is_a_wrong_output(tmp_path: Path) -> None:
    outcome = await run(HEADER + f"result = {BOX}\nassert result.val().Volume() > 2000, 'too small'\n", tmp_path)
    assert only_error(outcome) == ("AssertionError", "assertion failed: too small", "WRONG_OUTPUT")


async def test_missing_module_says_what_to_do(tmp_path: Path) -> None:
    outcome = await run(HEADER + "import no_such_module\n", tmp_path)
    code, message, label = only_error(outcome)
    assert (code, label) == ("ModuleNotFoundError", "RUNTIME_ERROR")
    assert "no_such_module" in message and "cadquery.interpreter" in message


async def test_endless_loop_is_a_timeout_at_its_line(tmp_path: Path) -> None:
    script = HEADER + "count = 0\nwhile True:\n    count += 1\n"
    outcome = await run(script, tmp_path, limits=Limits(wall_seconds=1.5))
    (error,) = outcome.errors
    assert outcome.label is Label.TIMEOUT
    assert error.range.start.line in (2, 3) and "limits.wall_seconds" in error.message


async def test_too_much_memory_is_exceeded_resources(tmp_path: Path) -> None:
    outcome = await run(HEADER + "hoard = [bytearray(1 << 28) for _ in range(64)]\n", tmp_path)
    assert outcome.label is Label.RESOURCE_EXCEEDED
    assert "limits.memory_bytes" in outcome.errors[0].message


async def test_crash_of_the_kernel_is_a_diagnostic_at_its_line(tmp_path: Path) -> None:
    outcome = await run(HEADER + "\nresult = cq.Workplane().text('a', -5, 1)\n", tmp_path)
    (error,) = outcome.errors
    assert outcome.label is Label.MEMORY_FAULT
    assert error.range.start.line == 2 and "segmentation fault" in error.message
    assert (await run(HEADER + f"result = {BOX}\n", tmp_path)).label is Label.PASS


@pytest.mark.parametrize(
    "hostile, words",
    [
        ("open('/etc/hardsight-was-here', 'w')", "scratch"),
        (
            "import pathlib, pwd, os\n(pathlib.Path(pwd.getpwuid(os.getuid()).pw_dir) / 'hardsight-was-here').write_text('x')",
            "scratch",
        ),
        ("import socket\nsocket.create_connection(('192.0.2.1', 80), 2)", "network"),
        ("import os\nos._exit(3)", "exit status 3"),
        ("import sys\nsys.exit('no')", "exit status"),
        ("def again(n):\n    return again(n + 1)\nagain(0)", "without end"),
        (
            "import builtins\nbuiltins.len = lambda x: -1\nbuiltins.isinstance = lambda *a: True",
            "broke the interpreter",
        ),
        ("import os\nos.closerange(1, 64)", "broke the interpreter"),
        ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", "not allowed"),
        ("class E(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise E()", "E"),
    ],
)
async def test_hostile_scripts_are_harmless_and_told_clearly(hostile: str, words: str, tmp_path: Path) -> None:
    outcome = await run(HEADER + hostile + "\n", tmp_path)
    assert outcome.label is Label.RUNTIME_ERROR
    assert words in outcome.errors[0].message
    assert not Path("/etc/hardsight-was-here").exists() and not (Path.home() / "hardsight-was-here").exists()


@pytest.mark.parametrize(
    "harmless",
    [
        "assert 'hunter2' not in str(os.environ)",
        "shutil.rmtree(os.getcwd(), ignore_errors=True)",
        "[threading.Thread(target=time.sleep, args=(1000,)).start() for _ in range(4)]",
        "atexit.register(time.sleep, 1000)",
        "sys.stdout.write('x' * 50_000_000)",
        "subprocess.Popen(['sleep', '1000'], start_new_session=True)",
    ],
)
async def test_what_a_script_leaves_behind_does_not_hold_or_spoil_its_outcome(
    harmless: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    imports = "import atexit, os, shutil, subprocess, sys, threading, time\n"
    outcome = await run(f"{HEADER}{imports}{harmless}\nresult = {BOX}\n", tmp_path, limits=Limits(wall_seconds=15))
    assert outcome.label is Label.PASS and outcome.metrics["solids"].value == 1
    assert len(outcome.log) < 5_000_000


async def test_a_script_that_ends_before_its_result_is_told_so(tmp_path: Path) -> None:
    outcome = await run(f"{HEADER}import sys\nsys.exit(0)\nresult = {BOX}\n", tmp_path)
    (found,) = outcome.diagnostics
    assert (found.code, found.range.start.line) == ("ended-early", HEADER.count("\n") + 1)
    at_end = await run(f"{HEADER}import sys\nresult = {BOX}\nsys.exit(0)\n", tmp_path)
    assert not at_end.diagnostics


async def test_modules_of_the_project_may_have_the_names_of_hardsights_and_of_pythons(tmp_path: Path) -> None:
    for name in ("server", "backends", "cadquery_utils", "json", "random", "copy"):
        (tmp_path / f"{name}.py").write_text("WIDTH = 4\n")
    imports = "import backends, cadquery_utils, server\nfrom server import WIDTH\n"
    outcome = await run(f"{HEADER}{imports}result = cq.Workplane().box(WIDTH, 1, 1)\n", tmp_path)
    assert outcome.label is Label.PASS and outcome.metrics["volume"].value == pytest.approx(4)


@pytest.mark.parametrize(
    "text", ["\x00", "import cadquery\n\ud800", "\ufeffimport cadquery as cq\nresult = cq.Workplane().box(1, 1, 1)\n"]
)
async def test_strange_text_is_answered(text: str, tmp_path: Path) -> None:
    outcome = await run(text, tmp_path)
    assert outcome.label in (Label.COMPILATION_ERROR, Label.PASS)


async def test_severity_of_all_failures_is_error(tmp_path: Path) -> None:
    outcome = await run(HEADER + f"result = {BOX}.fillet(90)\n", tmp_path)
    assert outcome.diagnostics[0].severity is Severity.ERROR
