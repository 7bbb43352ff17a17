"""Every family writes a correct CadQuery script: the front end is silent, and a handful really make a sound part."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backends.environment import Domain
from backends.outcome import Label, Severity
from tests.backends.cadquery.scripts import analyze, run
from training.designs import families, generate
from training.generators.cadquery._lengths import Length, literal

FAMILIES = sorted(families(Domain.CADQUERY))
RUN = ("l_bracket", "flange", "enclosure", "spur_gear", "loft", "sketch_plate", "assembly", "pipe_fitting")


def test_there_are_at_least_forty_families() -> None:
    assert len(FAMILIES) >= 40


@pytest.mark.parametrize("family", FAMILIES)
def test_the_front_end_has_nothing_to_say(family: str, tmp_path: Path) -> None:
    design = generate(Domain.CADQUERY, family, 0)
    ast.parse(design.code)
    assert design.family == family and design.name.endswith(".py")
    found = analyze(design.code, tmp_path).diagnostics
    assert not [d for d in found if d.severity in (Severity.ERROR, Severity.WARNING)], design.code


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_names_one_text_and_seeds_differ(family: str) -> None:
    texts = [generate(Domain.CADQUERY, family, seed).code for seed in range(6)]
    assert texts[0] == generate(Domain.CADQUERY, family, 0).code
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("family", RUN)
async def test_it_makes_a_sound_part(family: str, tmp_path: Path) -> None:
    code = generate(Domain.CADQUERY, family, 0).code
    outcome = await run(code, tmp_path, picture="none")
    assert outcome.label is Label.PASS, (outcome.diagnostics, code)
    volume = outcome.metrics["volume"].value
    assert outcome.metrics["valid"].value and isinstance(volume, float) and volume > 0


def test_a_length_is_written_with_the_brackets_it_needs() -> None:
    a, b = Length("a", 6.0), Length("b", 2.0)
    assert str((a - b) / 2) == "(a - b) / 2" and float((a - b) / 2) == 2.0
    assert str(a - (b + 1)) == "a - (b + 1)" and str(a / (b * 2)) == "a / (b * 2)"
    assert str(-(a + b)) == "-(a + b)" and str(2 * a) == "2 * a" and str(1 - a * b) == "1 - a * b"
    assert str(literal(6.0) / 4 + 1) == "2.5" and str(a + literal(2.5)) == "a + 2.5"
