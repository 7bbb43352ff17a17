"""Tables that mirror CadQuery are compared with the real one."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import backends.cadquery
from backends.cadquery.api_table import api
from backends.cadquery.call_checks import PLANES
from backends.cadquery.dimension_rules import NONZERO, POSITIVE
from backends.cadquery.foreign_names import BY_CLASS
from backends.cadquery.script_checks import RESULT_NAMES
from backends.cadquery.selector_grammar import selector_error
from tests.backends.cadquery.scripts import HEADER, run


def test_api_table_matches_the_installed_cadquery() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "backends.cadquery.generate_api", "--check"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_api_knows_parameters_bases_and_results() -> None:
    box = api().member("Workplane", "box")
    assert box is not None and [p.name for p in box.parameters][:3] == ["length", "width", "height"]
    assert box.returns == "self" and not box.parameters[0].default and box.parameters[3].default
    assert api().member("Solid", "BoundingBox") is not None  # from Shape
    assert "fillet" in api().member_names("Workplane") and api().dynamic("Assembly")


def test_foreign_names_lead_to_names_that_cadquery_has() -> None:
    for owner, names in BY_CLASS.items():
        known = set(api().member_names(owner))
        assert not set(names) & known, "a name that CadQuery has is not foreign"
        unknown = {theirs: ours for theirs, ours in names.items() if ours not in known}
        assert unknown == {}


def test_result_names_are_those_of_the_worker() -> None:
    text = (Path(backends.cadquery.__file__).parent / "worker" / "results.py").read_text()
    (names,) = [
        n.value
        for n in ast.parse(text).body
        if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "NAMES"
    ]
    assert ast.literal_eval(names) == RESULT_NAMES


async def _answer(code: str, folder: Path) -> object:
    outcome = await run(HEADER + code, folder)
    return json.loads(outcome.log.strip().splitlines()[-1])


async def test_selector_grammar_agrees_with_cadquerys(tmp_path: Path) -> None:
    pieces = [">", "<", "|", "#", "+", "-", "%", "X", "Y", "Z", "XY", "ZX", "z", "and", "or", "not", "exc", "except", "(", ")",
              "[0]", "[-1]", "(1,0,0)", "(1, 0.5, -2)", "PLANE", "circle", "top", "upper", " ", ">>", "<<", "front", "1", ","]  # fmt: skip
    chosen = random.Random(7)
    texts = ["".join(chosen.choices(pieces, k=chosen.randint(1, 5))) for _ in range(2500)]
    texts += ["".join(p + " " for p in chosen.choices(pieces, k=chosen.randint(1, 6))) for _ in range(2500)]
    real = await _answer(
        "import json\n\ndef readable(text):\n    try:\n        cq.StringSyntaxSelector(text)\n    except Exception:\n"
        f"        return False\n    return True\n\nprint(json.dumps([readable(t) for t in {texts!r}]))\n",
        tmp_path,
    )
    ours = [selector_error(text) is None for text in texts]
    assert [t for t, a, b in zip(texts, ours, real, strict=True) if a != b] == []  # type: ignore[call-overload]
    assert 200 < sum(ours) < 4800


async def test_planes_are_cadquerys(tmp_path: Path) -> None:
    real = await _answer(
        f"import json\nprint(json.dumps([cq.Plane.named(n) is not None for n in {PLANES!r}]))\n", tmp_path
    )
    assert real == [True] * len(PLANES)


CALLS = {
    ("Workplane", "hole"): "{part}.hole({})", ("Workplane", "cboreHole"): "{part}.cboreHole({})",
    ("Workplane", "cskHole"): "{part}.cskHole({})", ("Workplane", "fillet"): "{solid}.edges('|Z').fillet({})",
    ("Workplane", "chamfer"): "{solid}.edges('|Z').chamfer({})", ("Workplane", "shell"): "{solid}.faces('>Z').shell({})",
    ("Workplane", "cutBlind"): "{part}.rect(3, 3).cutBlind({})", ("Workplane", "extrude"): "cq.Workplane().rect(3, 3).extrude({})",
    ("Workplane", "twistExtrude"): "cq.Workplane().rect(3, 3).twistExtrude({})",
    ("Workplane", "rarray"): "cq.Workplane().rarray({}).rect(1, 1).extrude(1)",
    ("Workplane", "polarArray"): "cq.Workplane().polarArray({}).rect(1, 1).extrude(1)",
    ("Sketch", "fillet"): "cq.Workplane().placeSketch(cq.Sketch().rect(4, 4).vertices().fillet({})).extrude(1)",
}  # fmt: skip
FILL = {"depth": 3, "cboreDepth": 1, "cboreDiameter": 5, "cskDiameter": 5, "cskAngle": 82, "startAngle": 0, "angle": 360,
        "angleDegrees": 30, "nSides": 5, "n": 5, "xmin": 1, "zmin": 1, "xmax": 2, "zmax": 2, "x_radius": 4, "radius1": 6,
        "thickness": 1, "radius": 2, "d": 1, "length": 4, "txt": "'a'", "pnt": "cq.Vector()", "center": "cq.Vector()", "normal": "cq.Vector(0, 0, 1)"}  # fmt: skip


def _expression(owner: str, method: str, parameter: str, value: float) -> str:
    member = api().member(owner, method)
    assert member is not None
    needed = [p.name for p in member.parameters if (not p.default or p.name == parameter) and not p.star]
    arguments = ", ".join(f"{n}={value if n == parameter else FILL.get(n, 3)}" for n in needed)
    flat = {
        "Workplane": "cq.Workplane().%s({}).extrude(1)",
        "Sketch": "cq.Workplane().placeSketch(cq.Sketch().%s({})).extrude(1)",
    }
    solids = {"box", "sphere", "cylinder", "wedge", "text"}
    template = CALLS.get((owner, method))
    if template is None:
        direct = "cq.Workplane().%s({})" if method in solids else flat.get(owner, f"cq.{owner}.%s({{}})")
        template = direct % method
    solid = "cq.Workplane().box(9, 9, 9)"
    return template.format(arguments, part=f"{solid}.faces('>Z').workplane()", solid=solid)


def _rules() -> list[tuple[str, str, str, float]]:
    rules = [(o, m, p, v) for o, ms in POSITIVE.items() for m, ps in ms.items() for p in ps for v in (-2, 0)]
    rules += [(o, m, p, 0) for o, ms in NONZERO.items() for m, ps in ms.items() for p in ps]
    return [r for r in rules if r[1] != "text"]  # crashes the kernel; see below


async def test_dimensions_that_are_called_bad_make_no_part(tmp_path: Path) -> None:
    """Each rule against the real kernel: an exception, or a shape that is not a sound solid of some volume."""
    expressions = [_expression(*rule) for rule in _rules()]
    sound = [_expression(o, m, p, FILL.get(p, 3)) for o, m, p, _ in _rules()]  # type: ignore[arg-type]
    real = await _answer(
        "import json\n\ndef made(text, least):\n    try:\n        part = eval(text)\n        shape = part.val() if hasattr(part, 'val') else part\n"
        "        solids = shape.Solids()\n        return bool(shape.isValid() and ((solids and shape.Volume() > 1e-6) or not least))\n"
        "    except Exception:\n        return False\n\n"
        f"print(json.dumps([[made(a, True), made(b, False)] for a, b in zip({expressions!r}, {sound!r})]))\n",
        tmp_path,
    )
    wrong = [(rule, e) for rule, e, (bad, _) in zip(_rules(), expressions, real, strict=True) if bad]  # type: ignore[call-overload]
    harmless = {
        ("hole", "diameter"),
        ("cboreHole", "diameter"),
        ("cboreHole", "cboreDiameter"),
        ("cskHole", "diameter"),
    }
    assert [
        w for w in wrong if (w[0][1], w[0][2]) not in harmless or w[0][3] != 0
    ] == []  # a drill of no size leaves the part
    assert [s for s, (_, good) in zip(sound, real, strict=True) if not good] == []  # type: ignore[call-overload]


@pytest.mark.parametrize("size", [-5, 0])
async def test_text_of_no_size_crashes_the_kernel(size: int, tmp_path: Path) -> None:
    outcome = await run(HEADER + f"result = cq.Workplane().text('a', fontsize={size}, distance=1)\n", tmp_path)
    assert outcome.label.failed
