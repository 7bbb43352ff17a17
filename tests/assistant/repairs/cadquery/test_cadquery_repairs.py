"""Each repair on the mistake it is for: what it makes of the script, and that the real kernel then passes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.repairs.cadquery import REPAIRS
from tests.assistant.repairs.cadquery.offers import HEADER, offers, passes

WP = 'cq.Workplane("XY")'
BOX = f"result = {WP}.box(40, 30, 10)"

# repair, script, repaired script: found by the front end
STATIC = [
    ("method-name", f'{BOX}.edges("|Z").filet(3)', f'{BOX}.edges("|Z").fillet(3)'),
    ("method-name", f"result = {WP}.circle(5).extrued(3)", f"result = {WP}.circle(5).extrude(3)"),
    ("method-name", f"a = {WP}.box(9, 9, 9)\nresult = a.difference({WP}.sphere(4))", f"a = {WP}.box(9, 9, 9)\nresult = a.cut({WP}.sphere(4))"),
    ("method-name", f"result = {WP}.square(3, 3).linear_extrude(2)", None),
    ("module-name", "result = cq.box(1, 2, 3)", f"result = {WP}.box(1, 2, 3)"),
    ("module-name", 'result = cq.workPlane("XY").box(1, 2, 3)', f"result = {WP}.box(1, 2, 3)"),
    ("module-name", "from cadquery import WorkPlane\nresult = WorkPlane('XY').box(1, 2, 3)", "from cadquery import Workplane\nresult = Workplane('XY').box(1, 2, 3)"),
    ("module-name", f"result = {WP}.box(1, 2, 3)\nplace = cq.Loc((1, 2, 3))", f"result = {WP}.box(1, 2, 3)\nplace = cq.Location((1, 2, 3))"),
    ("selector-text", f'{BOX}.edges("%LNE").fillet(1)', f'{BOX}.edges("%LINE").fillet(1)'),
    ("number-text", f'wall = 2\n{BOX}.faces(">Z").shell("-wall")', f'wall = 2\n{BOX}.faces(">Z").shell(-wall)'),
    ("keyword-name", f"result = {WP}.box(1, 2, 3, centred=True)", f"result = {WP}.box(1, 2, 3, centered=True)"),
    ("keyword-name", f'{BOX}.faces(">Z").workplane().hole(dia=4)', f'{BOX}.faces(">Z").workplane().hole(diameter=4)'),
    ("called-method", f'{BOX}.faces(">Z").workplane.hole(4)', f'{BOX}.faces(">Z").workplane().hole(4)'),
    ("quoted-name", "result = cq.Workplane(XY).box(1, 2, 3)", f"result = {WP}.box(1, 2, 3)"),
    ("quoted-name", f"{BOX}.faces(>Z).workplane().hole(4)", f'{BOX}.faces(">Z").workplane().hole(4)'),
    ("plane-name", 'result = cq.Workplane("XYZ").box(1, 2, 3)', f"result = {WP}.box(1, 2, 3)"),
    ("plane-name", 'result = cq.Workplane("xy").box(1, 2, 3)', f"result = {WP}.box(1, 2, 3)"),
    ("plane-name", 'result = cq.Workplane("Z").box(1, 2, 3)', f"result = {WP}.box(1, 2, 3)"),
    ("selector-text", f'{BOX}.faces(">z").workplane().hole(4)', f'{BOX}.faces(">Z").workplane().hole(4)'),
    ("selector-text", f"{BOX}.faces('upper').workplane().hole(4)", f"{BOX}.faces('>Z').workplane().hole(4)"),
    ("selector-text", f'{BOX}.edges("Z|").fillet(1)', f'{BOX}.edges("|Z").fillet(1)'),
    ("selector-text", f'{BOX}.edges("|Z && >X").fillet(1)', f'{BOX}.edges("|Z and >X").fillet(1)'),
    ("selector-text", f'{BOX}.edges(">X, <X").fillet(1)', f'{BOX}.edges(">X or <X").fillet(1)'),
    ("unpacked-tuple", f"result = {WP}.box((1, 2, 3))", f"result = {WP}.box(1, 2, 3)"),
    ("packed-vector", f"{BOX}.translate(1, 2, 3)", f"{BOX}.translate((1, 2, 3))"),
    ("point-pairs", f"result = {WP}.polyline(0, 0, 9, 0, 9, 9).close().extrude(2)", f"result = {WP}.polyline([(0, 0), (9, 0), (9, 9)]).close().extrude(2)"),
    ("number-text", f'result = {WP}.box("10", 20, "5 mm")', None),
    ("assembly-keywords", f'result = cq.Assembly()\nresult.add({WP}.box(1, 1, 1), "base")', f'result = cq.Assembly()\nresult.add({WP}.box(1, 1, 1), name="base")'),
    ("close-profile", f"result = {WP}.lineTo(9, 0).lineTo(9, 9).extrude(5)", f"result = {WP}.lineTo(9, 0).lineTo(9, 9).close().extrude(5)"),
    ("negative-dimension", f"result = {WP}.box(-5, 9, 9.5)", f"result = {WP}.box(5, 9, 9.5)"),
    ("negative-dimension", f"W = -5.0\nresult = {WP}.box(W, 9, 9)", f"W = 5.0\nresult = {WP}.box(W, 9, 9)"),
    ("negative-dimension", f"W = 5\nresult = {WP}.box(W, W, -W)", f"W = 5\nresult = {WP}.box(W, W, W)"),
    ("swapped-diameters", f'{BOX}.faces(">Z").workplane().cboreHole(8, 4, 3)', f'{BOX}.faces(">Z").workplane().cboreHole(4, 8, 3)'),
    ("assigned-chain", f'{BOX}\nresult.faces(">Z").workplane().hole(4)', f'{BOX}\nresult = result.faces(">Z").workplane().hole(4)'),
    ("result-name", f"plate = {WP}.box(1, 2, 3)", f"plate = {WP}.box(1, 2, 3)\nresult = plate"),
]  # fmt: skip

# found by running the script
KERNEL = [
    ("called-object", f"part = {WP}.box(1, 2, 3)\nresult = part()", f"part = {WP}.box(1, 2, 3)\nresult = part"),
    ("called-object", f"result = {WP}.polyline([(0, 0), (9, 0)\n(9, 9)]).close().extrude(2)", f"result = {WP}.polyline([(0, 0), (9, 0),\n(9, 9)]).close().extrude(2)"),
    ("builtin-method", f"at = []\nat.apend((1, 2))\nresult = {WP}.pushPoints(at).box(1, 2, 3)", f"at = []\nat.append((1, 2))\nresult = {WP}.pushPoints(at).box(1, 2, 3)"),
    ("fillet-radius", f'{BOX}.edges("|Z").fillet(30)', f'{BOX}.edges("|Z").fillet(14.9)'),
    ("fillet-radius", f'R = 30.0\n{BOX}.edges("|Z").fillet(R)', f'R = 14.9\n{BOX}.edges("|Z").fillet(R)'),
    ("fillet-radius", f'R = 30.0\nprint(R)\n{BOX}.edges("|Z").fillet(R)', f'R = 30.0\nprint(R)\n{BOX}.edges("|Z").fillet(min(R, 14.9))'),
    ("fillet-radius", f"{BOX}.edges().fillet(radius=6)", f"{BOX}.edges().fillet(radius=4.9)"),
    ("chamfer-length", f'{BOX}.edges(">Z").chamfer(12)', f'{BOX}.edges(">Z").chamfer(9.9)'),
    ("shell-thickness", f'result = {WP}.box(10, 10, 10).faces(">Z").shell(-6)', f'result = {WP}.box(10, 10, 10).faces(">Z").shell(-4.9)'),
    ("shell-thickness", f'T = 6\nresult = {WP}.box(10, 10, 10).faces(">Z").shell(-T)', f'T = 4.9\nresult = {WP}.box(10, 10, 10).faces(">Z").shell(-T)'),
    ("empty-selection", f'{BOX}.edges(">Z and <Z").fillet(1)', f'{BOX}.edges(">Z or <Z").fillet(1)'),
    ("empty-selection", f'result = {WP}.circle(5).extrude(9).edges("%CYLINDER").fillet(1)', f'result = {WP}.circle(5).extrude(9).edges("%CIRCLE").fillet(1)'),
    ("uncrossed-profile", f"result = {WP}.polyline([(0, 0), (9, 9), (9, 0), (0, 9)]).close().extrude(5)", None),
    ("cut-direction", f'{BOX}.faces(">Z").workplane().rect(4, 4).cutBlind(3)', f'{BOX}.faces(">Z").workplane().rect(4, 4).cutBlind(-3)'),
    ("taper-angle", f"result = {WP}.rect(5, 5).extrude(20, taper=30)", f"result = {WP}.rect(5, 5).extrude(20, taper=6.9)"),
    ("result-name", f"{WP}.box(1, 2, 3)", f"result = {WP}.box(1, 2, 3)"),
    ("selection-end", f'{BOX}.faces(">Z").edges()', f'{BOX}.faces(">Z").edges().end(2)'),
    ("assigned-chain", f"{BOX}\nresult.translate((1, 0, 0))", f"{BOX}\nresult = result.translate((1, 0, 0))"),
    ("point-pairs", f"result = {WP}.polyline([0, 0, 9, 0, 9, 9]).close().extrude(2)", f"result = {WP}.polyline([(0, 0), (9, 0), (9, 9)]).close().extrude(2)"),
    ("hole-center", f'{BOX}.translate((90, 0, 0)).faces(">Z").workplane().hole(4)', f'{BOX}.translate((90, 0, 0)).faces(">Z").workplane(centerOption="CenterOfMass").hole(4)'),
]  # fmt: skip

# seen only while running, since the front end cannot know the types
DYNAMIC = [
    ("method-name", "part.edges('|Z').filet(3)", "part.edges('|Z').fillet(3)"),
    ("keyword-name", "part.faces('>Z').workplane().hole(dia=3)", "part.faces('>Z').workplane().hole(diameter=3)"),
    ("unpacked-tuple", "part.box((1, 2, 30))", "part.box(1, 2, 30)"),
    ("packed-vector", "part.translate(1, 2, 3)", "part.translate((1, 2, 3))"),
    ("called-method", "part.faces('>Z').workplane.hole(3)", "part.faces('>Z').workplane().hole(3)"),
    ("selector-text", "part.faces('>z').workplane().hole(3)", "part.faces('>Z').workplane().hole(3)"),
    ("negative-dimension", "part.faces('>Z').workplane().hole(-3)", "part.faces('>Z').workplane().hole(3)"),
    ("close-profile", "part.faces('>Z').workplane().lineTo(3, 0).lineTo(3, 3).cutBlind(-2)", "part.faces('>Z').workplane().lineTo(3, 0).lineTo(3, 3).close().cutBlind(-2)"),
]  # fmt: skip


def _best(found: list, repair: str):  # type: ignore[no-untyped-def]
    mine = [offer for offer in found if offer.repair == repair]
    assert mine, [offer.repair for offer in found]
    assert mine[0].proposal.diagnosis and mine[0].proposal.title
    return mine[0]


@pytest.mark.parametrize("repair, code, repaired", STATIC, ids=[f"{c[0]}: {c[1][-30:]}" for c in STATIC])
async def test_what_the_front_end_finds(repair: str, code: str, repaired: str | None, tmp_path: Path) -> None:
    best = _best(await offers(code, tmp_path), repair)
    if repaired is not None:
        assert best.code == repaired
        assert await passes(repaired, tmp_path)


@pytest.mark.parametrize("repair, code, repaired", KERNEL, ids=[f"{c[0]}: {c[1][-30:]}" for c in KERNEL])
async def test_what_the_kernel_finds(repair: str, code: str, repaired: str | None, tmp_path: Path) -> None:
    best = _best(await offers(code, tmp_path, kernel=True), repair)
    assert repaired in (None, best.code)
    assert await passes(best.code, tmp_path)


@pytest.mark.parametrize("repair, code, repaired", DYNAMIC, ids=[f"{c[0]}: {c[1][-30:]}" for c in DYNAMIC])
async def test_what_only_running_shows(repair: str, code: str, repaired: str, tmp_path: Path) -> None:
    script = "parts = {{'plate': cq.Workplane().box(40, 30, 10)}}\npart = parts['plate']\nresult = {}"
    best = _best(await offers(script.format(code), tmp_path, kernel=True), repair)
    assert best.code == script.format(repaired)
    assert await passes(best.code, tmp_path)


async def test_chain_over_lines_is_closed_on_a_line_of_its_own(tmp_path: Path) -> None:
    code = f"result = (\n    {WP}\n    .lineTo(9, 0)\n    .lineTo(9, 9)\n    .extrude(5)\n)"
    assert _best(await offers(code, tmp_path), "close-profile").code == code.replace(
        "    .extrude", "    .close()\n    .extrude"
    )


async def test_a_profile_that_only_its_author_knows_is_ambiguous(tmp_path: Path) -> None:
    found = [o for o in await offers(f"result = {WP}.extrude(5)", tmp_path) if o.repair == "draw-profile"]
    assert found and all(o.proposal.ambiguous and o.proposal.confidence < 0.5 for o in found)
    construction = f"result = {WP}.rect(9, 9, forConstruction=True).extrude(5)"
    best = _best(await offers(construction, tmp_path, kernel=True), "draw-profile")
    assert best.code == construction.replace("True", "False") and not best.proposal.ambiguous


@pytest.mark.parametrize(
    "code, line",
    [
        ("result = cq.Workplane().box(1, 2, 3)", "import cadquery as cq"),
        (
            '"""Plate."""\n\nfrom __future__ import annotations\n\nresult = cq.Workplane().box(1, 2, 3)',
            "import cadquery as cq",
        ),
        ("from cadquery import Workplane\nresult = Workplane().circle(math.pi).extrude(1)", "import math"),
        ("import cadquery as cq\nresult = Workplane().box(1, 2, 3)", "result = cq.Workplane().box(1, 2, 3)"),
        ("import cadquery as cq\nresult = cqWorkplane().box(1, 2, 3)", "result = cq.Workplane().box(1, 2, 3)"),
    ],
)
async def test_missing_imports_are_added_where_imports_stand(code: str, line: str, tmp_path: Path) -> None:
    best = _best(await offers(code, tmp_path, header=""), "import-name")
    assert line in best.code.split("\n") and best.proposal.repair == "import-name"
    assert await passes(best.code.replace("import cadquery as cq\n", ""), tmp_path) or "__future__" in code
    if "__future__" in code:
        assert best.code.index("__future__") < best.code.index("import cadquery")


async def test_nothing_is_offered_for_a_good_script(tmp_path: Path) -> None:
    assert await offers(BOX, tmp_path, kernel=True) == []


def test_names_are_unique_and_codes_well_formed() -> None:
    names = [repair.name for repair in REPAIRS]
    assert len(names) == len(set(names)) >= 12
    assert all(code.split(":")[0] in ("cadquery", "python") for repair in REPAIRS for code in repair.codes)
    assert HEADER.startswith("import")
