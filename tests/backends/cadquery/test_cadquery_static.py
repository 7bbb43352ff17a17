"""What the static front end says while typing, and what it keeps quiet about."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.cadquery.static_analysis import CadQueryStatic
from backends.outcome import Label, Severity
from tests.backends.cadquery.scripts import DATA, HEADER, PARTS, analyze, marked

WP = 'cq.Workplane("XY")'

MISTAKES = [
    (f"result = {WP}.bxo(1, 2, 3)", "bxo", "unknown-method", "did you mean 'box'?"),
    (f"result = {WP}.box(1, 2, 3).edges().filet(1)", "filet", "unknown-method", "'fillet'"),
    (f"a = {WP}.box(1, 2, 3)\nresult = a.difference(a)", "difference", "unknown-method", "'cut'"),
    ("def make():\n    return cq.Workplane().box(1, 1, 1)\nresult = make().filet(1)", "filet", "unknown-method", "'fillet'"),
    ("def hole(part):\n    return part.hol(2)\nresult = hole(cq.Workplane().box(1, 1, 1))", "hol", "unknown-method", "'hole'"),
    ("def hole(part: cq.Workplane):\n    return part.hol(2)\n", "hol", "unknown-method", "'hole'"),
    ("result = cq.Sketch().rectt(1, 2)", "rectt", "unknown-method", "Sketch has no method"),
    ("result = cq.box(1, 2, 3)", "box", "unknown-name", "it is a method"),
    ("result = cq.WorkPlane()", "WorkPlane", "unknown-name", "'Workplane'"),
    (f"result = {WP}.box(1, 2, 3, centred=True)", "centred", "unknown-keyword", "'centered'"),
    (f"result = {WP}.box(1, 2)", "box(1, 2)", "missing-argument", "box needs height"),
    (f"result = {WP}.box((1, 2, 3))", "box((1, 2, 3))", "missing-argument", "not a tuple"),
    (f"result = {WP}.box(1, 2, 3).translate(1, 2, 3)", "2, 3", "too-many-arguments", "one tuple"),
    (f"result = {WP}.sphere(1, radius=2)", "radius", "duplicate-argument", "twice"),
    (f'result = {WP}.box("10", 2, 3)', '"10"', "wrong-type", "a number, not text"),
    ('result = cq.Workplane("XYZ").box(1, 2, 3)', '"XYZ"', "unknown-plane", "no plane"),
    (f'result = {WP}.box(1, 2, 3).faces(">z")', '">z"', "bad-selector", "'z' is no direction"),
    (f"result = {WP}.box(-1, 2, 3)", "-1", "bad-dimension", "greater than zero"),
    (f"W = 2\nresult = {WP}.box(W - 2, 2, 3)", "W - 2", "bad-dimension", "it is 0"),
    (f"result = {WP}.extrude(3)", "extrude(3)", "no-profile", "draw one first"),
    (f"result = {WP}.lineTo(1, 0).lineTo(1, 1).extrude(3)", "extrude(3)", "open-profile", ".close()"),
    (f"a = {WP}.lineTo(1, 0)\nb = a.lineTo(1, 1)\nresult = b.extrude(3)", "extrude(3)", "open-profile", ".close()"),
    (f"result = {WP}.box(1, 2, 3).faces().workplane.hole(1)", "workplane", "method-not-called", ".workplane(…)"),
    (f"result = {WP}.box(lenght, 2, 3)\nlength = 4", "lenght", "UndefinedName", "'length'"),
]  # fmt: skip


@pytest.mark.parametrize("code, text, check, words", MISTAKES, ids=[f"{m[2]}: {m[0][-30:]}" for m in MISTAKES])
def test_mistake_is_an_error_at_its_place(code: str, text: str, check: str, words: str, tmp_path: Path) -> None:
    script = HEADER + code + "\n"
    outcome = analyze(script, tmp_path)
    (error,) = outcome.errors
    assert (error.code, marked(script, error)) == (check, text)
    assert words in error.message and outcome.label is Label.RUNTIME_ERROR


@pytest.mark.parametrize("part", PARTS)
def test_real_parts_have_no_complaints(part: str, tmp_path: Path) -> None:
    outcome = analyze((DATA / f"{part}.py").read_text(), tmp_path)
    assert outcome.diagnostics == () and outcome.label is Label.PASS


GOOD = [
    f"result = {WP}.rect(1, 1).extrude(2)",
    f"result = {WP}.lineTo(1, 0).lineTo(1, 1).close().extrude(2)",
    f"w = {WP}\nw.rect(1, 1)\nresult = w.extrude(2)",
    f"result = {WP}.spline([(0, 0), (1, 1), (2, 0)], periodic=True).extrude(2)",
    f"result = {WP}.lineTo(1, 0).threePointArc((2, 1), (1, 2)).mirrorX().extrude(1)",
    f"result = {WP}.box(1, 1, 1).faces('>Z').extrude(2)",
    f"result = {WP}.placeSketch(cq.Sketch().rect(1, 1)).extrude(2)",
    f"result = {WP}.sketch().rect(1, 1).finalize().extrude(2)",
    f"def draw(w):\n    return w.rect(1, 1)\nw = {WP}\ndraw(w)\nresult = w.extrude(2)",
    f"w = {WP}\nfor x in range(3):\n    w = w.moveTo(x, 0).circle(0.2)\nresult = w.extrude(2)",
    f"w = {WP}\nif __name__ == '__main__':\n    w = w.rect(1, 1)\nresult = w.extrude(1)",
    f"result = {WP}.box(1, 1, 1).faces('>Z').workplane().eachpoint(lambda l: cq.Workplane().sphere(1).val().moved(l)).extrude(1)",
    "result = cq.Workplane(cq.Face.makePlane(1, 1)).extrude(1)",
    "result = cq.Workplane(cq.Plane((0, 0, 0), (1, 0, 0), (0, 0, 1))).rect(1, 1).extrude(1)",
    "ROWS = 1\nresult = cq.Workplane().box(1, 1, 1)\nif ROWS > 1:\n    result = result.rarray(1, 1, ROWS - 1, 2).hole(1)",
    "cq.Workplane.pocket = lambda self, d: self.cutBlind(-d)\nresult = cq.Workplane().box(1, 1, 1).faces('>Z').rect(1, 1).pocket(1)",
    "a = cq.Assembly()\na.add(cq.Workplane().box(1, 1, 1), name='base')\na.constrain('base', 'Fixed').solve()\nresult = a.base",
    "result = cq.Workplane().box(1, 1, 1)\nresult.tag('base')\nresult.exportSvg('a.svg')",
    "result = cq.Workplane().box(1, 1, 1).split(keepTop=True).val().BoundingBox().xlen",
    "log('x')\nresult = cq.Workplane().box(*(1, 2, 3))\nshow_object(result, options=rand_color())",
    "size = {'length': 1, 'width': 2, 'height': 3}\nresult = cq.Workplane().box(**size)",
    "from cadquery import *\nresult = Workplane().box(1, 1, 1).faces(selectors.AreaNthSelector(0)).end()",
    "result = cq.Workplane('XY').circle(2).extrude(until='next', combine=False) if False else cq.Workplane().box(1, 1, 1)",
]


@pytest.mark.parametrize("code", GOOD)
def test_good_code_has_no_errors(code: str, tmp_path: Path) -> None:
    outcome = analyze(HEADER + code + "\n", tmp_path)
    assert outcome.errors == (), outcome.diagnostics


def test_several_mistakes_are_reported_together(tmp_path: Path) -> None:
    code = HEADER + 'a = cq.Workplane("xy").bxo(1)\nb = cq.Workplane().box(1, 2)\nresult = a.union(c)\n'
    assert [d.code for d in analyze(code, tmp_path).errors] == [
        "unknown-plane",
        "unknown-method",
        "missing-argument",
        "UndefinedName",
    ]


def test_syntax_errors_hide_the_rest_and_make_it_a_compilation_error(tmp_path: Path) -> None:
    outcome = analyze(HEADER + "result = cq.Workplane(.bxo(1)\n", tmp_path)
    assert outcome.label is Label.COMPILATION_ERROR
    assert {d.source for d in outcome.diagnostics} == {"python"}


def test_thrown_away_result_is_a_warning_that_names_the_variable(tmp_path: Path) -> None:
    code = HEADER + 'result = cq.Workplane().box(1, 1, 1)\nresult.faces(">Z").workplane().hole(0.3)\n'
    (warning,) = analyze(code, tmp_path).diagnostics
    assert (warning.code, warning.severity, warning.data["variable"]) == (
        "discarded-result",
        Severity.WARNING,
        "result",
    )


def test_missing_result_is_information(tmp_path: Path) -> None:
    (note,) = analyze(HEADER + "plate = cq.Workplane().box(1, 1, 1)\n", tmp_path).diagnostics
    assert (note.code, note.severity, note.data["variable"]) == ("missing-result", Severity.INFORMATION, "plate")


def test_step_of_a_hole_that_is_not_larger_is_a_warning(tmp_path: Path) -> None:
    code = HEADER + "result = cq.Workplane().box(9, 9, 9).faces('>Z').workplane().cboreHole(6, 3, 2)\n"
    (warning,) = analyze(code, tmp_path).diagnostics
    assert (warning.code, warning.severity) == ("step-not-larger", Severity.WARNING)


def test_packages_that_may_extend_cadquery_turn_unknown_methods_into_warnings(tmp_path: Path) -> None:
    code = "import cq_gears\n" + HEADER + "result = cq.Workplane().gear(3)\n"
    (warning,) = analyze(code, tmp_path).diagnostics
    assert (warning.code, warning.severity) == ("unknown-method", Severity.WARNING)


def test_methods_that_a_module_of_the_project_adds_are_known(tmp_path: Path) -> None:
    (tmp_path / "extra.py").write_text("import cadquery\ncadquery.Workplane.gear = lambda self, n: self\n")
    code = "import extra\n" + HEADER + "result = cq.Workplane().gear(3)\n"
    assert analyze(code, tmp_path).diagnostics == ()


def test_another_interpreter_may_have_another_version(tmp_path: Path) -> None:
    code = HEADER + "result = cq.Workplane().brandNew(3)\n"
    (warning,) = analyze(code, tmp_path, interpreter="/usr/bin/python3").diagnostics
    assert warning.severity is Severity.WARNING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\0",
        "(" * 300,
        "import cadquery as cq\n" + "cq.Workplane()" + ".box(1,1,1)" * 300,
        "x = " + "1+" * 5000 + "1",
    ],
)
def test_any_text_is_answered(text: str, tmp_path: Path) -> None:
    assert analyze(text, tmp_path).tool == CadQueryStatic.name
