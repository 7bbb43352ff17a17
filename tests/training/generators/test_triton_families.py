"""Every family writes a correct Triton file: the front end is silent, and a handful really compile and pass their own tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backends.environment import Domain
from backends.outcome import Label, Severity
from backends.triton.compiler import compilers
from backends.triton.interpreter import TritonInterpreter
from tests.backends.triton.kernels import analyze, environment
from training.designs import families, generate

FAMILIES = sorted(families(Domain.TRITON))
RUN = ("vector_add", "online_softmax", "matmul", "attention", "cumsum", "histogram", "adam")


def test_there_are_at_least_forty_families() -> None:
    assert len(FAMILIES) >= 40


@pytest.mark.parametrize("family", FAMILIES)
def test_the_front_end_has_nothing_to_say(family: str, tmp_path: Path) -> None:
    design = generate(Domain.TRITON, family, 0)
    ast.parse(design.code)
    assert design.family == family and design.name.endswith(".py")
    found = analyze(design.code, tmp_path).diagnostics
    assert not [d for d in found if d.severity in (Severity.ERROR, Severity.WARNING)], design.code


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_names_one_text_and_seeds_differ(family: str) -> None:
    texts = [generate(Domain.TRITON, family, seed).code for seed in range(6)]
    assert texts[0] == generate(Domain.TRITON, family, 0).code
    assert len(set(texts)) == len(texts)


def test_files_carry_their_own_test_in_every_form() -> None:
    texts = [generate(Domain.TRITON, family, seed).code for family in FAMILIES for seed in range(3)]
    for form in (
        "def test_",
        "def check_",
        'if __name__ == "__main__":',
        "@pytest.mark.parametrize",
        "@triton.autotune",
    ):
        assert any(form in text for text in texts), form


@pytest.mark.parametrize("family", RUN)
async def test_it_compiles_and_passes_its_own_test(family: str, tmp_path: Path) -> None:
    code = generate(Domain.TRITON, family, 0).code
    (compiler,) = [c for c in compilers() if c.gpu.name == "sm_80"]
    for backend in (compiler, TritonInterpreter()):
        assert backend.applies(code, environment(tmp_path))
        outcome = await backend.run(code, environment(tmp_path))
        assert outcome.label is Label.PASS, (outcome.diagnostics, code)
