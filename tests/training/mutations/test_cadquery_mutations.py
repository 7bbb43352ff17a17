"""CadQuery's mutations: each finds a place, changes it repeatably, and does what its name says."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from random import Random

import pytest

from backends.environment import Domain
from backends.outcome import Label
from tests.backends.cadquery.scripts import DATA, run
from training.designs import families, generate
from training.mutation import Kind, mutations

MUTATIONS = mutations(Domain.CADQUERY)
BRACKET = (DATA / "bracket.py").read_text()
PLATE = """import cadquery as cq

width = 40.0
height = 30.0

plate = cq.Workplane("XY").box(width, height, 6)
plate = plate.edges("|Z").fillet(4)
plate = plate.faces(">Z").workplane().hole(8)
pin = cq.Workplane("XY").circle(3 / 2).extrude(10)
plate = plate.cut(pin.translate((10, 0, -5)))
result = plate.mirror("XZ")
"""


@cache
def designs() -> tuple[str, ...]:
    generated = [
        generate(Domain.CADQUERY, family, seed).code for family in families(Domain.CADQUERY) for seed in range(2)
    ]
    return (*generated, PLATE, BRACKET)


def changed(name: str, code: str, tries: int = 60) -> set[str]:
    """Everything a mutation makes of a text with several random numbers."""
    return {new for seed in range(tries) if (new := MUTATIONS[name].change(code, Random(seed))) is not None}


def test_there_are_enough_of_each_kind() -> None:
    kinds = [m.kind for m in MUTATIONS.values()]
    assert kinds.count(Kind.SEMANTIC) >= 30 and kinds.count(Kind.HALF_TYPED) >= 3 and kinds.count(Kind.REWRITE) >= 5


@pytest.mark.parametrize("name", MUTATIONS)
def test_it_changes_some_design_and_always_alike(name: str) -> None:
    mutation = MUTATIONS[name]
    for index, code in enumerate(designs()):
        new = mutation.change(code, Random(index))
        if new is not None:
            assert new != code and new == mutation.change(code, Random(index))
            if mutation.kind in (Kind.SEMANTIC, Kind.REWRITE):
                ast.parse(new)
            return
    pytest.fail("no design offers a place")


@pytest.mark.parametrize("name", MUTATIONS)
def test_broken_text_is_no_reason_to_fail(name: str) -> None:
    for code in ("", "result = cq.Workplane(\n", "x = 'a\n", "\x00"):
        new = MUTATIONS[name].change(code, Random(0))
        assert new is None or new != code


EXAMPLES = [
    ("wrong_selector", 'plate.faces("<Z").workplane()'),
    ("missing_selection", "plate.fillet(4)"),
    ("missing_workplane", 'plate.faces(">Z").hole(8)'),
    ("radius_for_diameter", ".circle(3).extrude"),
    ("lost_result", '\nplate.edges("|Z").fillet(4)'),
    ("missing_profile", 'cq.Workplane("XY").extrude(10)'),
    ("swapped_arguments", ".box(height, width, 6)"),
    ("swapped_parameters", "width = 30.0\nheight = 40.0"),
    ("cut_for_union", "plate.union(pin"),
    ("wrong_mirror", '.mirror("YZ")'),
    ("wrong_unit", "width = 400.0"),
    ("tuple_for_numbers", ".translate(10, 0, -5)"),
    ("inline_parameter", ".box(40.0, height, 6)"),
]


@pytest.mark.parametrize(("name", "expected"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_it_makes_the_error_of_its_name(name: str, expected: str) -> None:
    assert any(expected in new for new in changed(name, PLATE))


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("fillet_too_large", {Label.WRONG_OUTPUT, Label.RUNTIME_ERROR}),
        ("misspelt_method", {Label.RUNTIME_ERROR}),
        ("lost_result", {Label.WRONG_OUTPUT}),
        ("missing_closing_bracket", {Label.COMPILATION_ERROR}),
        ("disjoint_tool", {Label.WRONG_OUTPUT}),
        ("rename_local", {Label.PASS}),
        ("inline_parameter", {Label.PASS}),
        ("explicit_defaults", {Label.PASS}),
        ("name_expression", {Label.PASS}),
    ],
)
async def test_the_kernel_agrees(name: str, labels: set[Label], tmp_path: Path) -> None:
    outcomes = [await run(new, tmp_path, picture="none") for new in sorted(changed(name, PLATE, 3))]
    assert labels & {outcome.label for outcome in outcomes}, [outcome.diagnostics for outcome in outcomes]
