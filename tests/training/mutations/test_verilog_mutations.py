"""Mutations of Verilog: each finds a place in some design, none touches comments, rewrites keep the outcome."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from random import Random

import pytest

from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label, Outcome
from backends.settings import ToolSettings
from backends.verilog.icarus import IcarusSimulation
from backends.verilog.slang_front_end import SlangFrontEnd
from training.designs import Design, families, generate
from training.mutation import Kind, mutations

ALL = mutations(Domain.VERILOG)
REWRITES = [name for name, m in ALL.items() if m.kind is Kind.REWRITE]
needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus is not installed")


@cache
def designs() -> list[Design]:
    """Several of each family; the families in an order that spreads what they have."""
    names = sorted(families(Domain.VERILOG), key=lambda f: hash_of(f))
    return [generate(Domain.VERILOG, family, seed) for seed in range(4) for family in names]


def hash_of(text: str) -> float:
    return Random(text).random()


def mutated(name: str, seed: int = 0) -> tuple[Design, str]:
    """The first design that offers a place, and its mutant."""
    for design in designs():
        code = ALL[name].change(design.code, Random(seed))
        if code is not None:
            return design, code
    raise AssertionError(f"{name} finds no place in {len(designs())} designs")


async def simulated(design: Design, code: str, folder: Path) -> Outcome:
    path = design.write(folder)
    return await IcarusSimulation().run(
        code, environment_for(Domain.VERILOG, str(path), code, str(folder), ToolSettings())
    )


def test_semantic_mutations_are_the_largest_part() -> None:
    kinds = [m.kind for m in ALL.values()]
    assert len(kinds) >= 35
    assert kinds.count(Kind.SEMANTIC) > len(kinds) / 2
    assert all(kinds.count(kind) >= 5 for kind in Kind)


@pytest.mark.parametrize("name", ALL)
def test_a_mutation_changes_some_design_and_always_in_the_same_way(name: str) -> None:
    design, code = mutated(name)
    assert code != design.code
    assert code == ALL[name].change(design.code, Random(0))


@pytest.mark.parametrize("name", [n for n, m in ALL.items() if m.kind is not Kind.REWRITE])
def test_comments_and_broken_code_are_no_places(name: str) -> None:
    remarks = "// if (a == b) q <= a + 1'b1; else begin case (s) 2'd3: q = ~x; endcase end\n/* assign y = a & b; */\n"
    code = ALL[name].change(remarks, Random(1))
    assert code is None or remarks.split("\n")[0] in code
    for broken in ("", "module", "always @(", "module m; always begin if (", ";;)]}end", "case case"):
        made = ALL[name].change(broken, Random(2))
        assert made is None or made != broken


def test_mutations_can_be_piled_up() -> None:
    rng = Random(7)
    for design in designs()[:40]:
        code = design.code
        for name in rng.sample(list(ALL), 4):
            code = ALL[name].change(code, rng) or code


@needs_icarus
@pytest.mark.parametrize("name", REWRITES)
async def test_a_rewrite_still_passes(name: str, tmp_path: Path) -> None:
    design, code = mutated(name, seed=3)
    outcome = await simulated(design, code, tmp_path)
    assert outcome.label is Label.PASS, f"{outcome.log}\n{code}"


@needs_icarus
@pytest.mark.parametrize(
    "name", ["reset_polarity", "stale_update", "flipped_bit", "swapped_branches", "dropped_negation", "narrow_literal"]
)
async def test_a_semantic_mutation_fails_the_testbench(name: str, tmp_path: Path) -> None:
    design, code = mutated(name)
    outcome = await simulated(design, code, tmp_path)
    assert outcome.label is Label.WRONG_OUTPUT, code
    assert outcome.diagnostics


@pytest.mark.parametrize("name", ["missing_endmodule", "braces_for_block", "misspelt_keyword", "rest_of_file_missing"])
def test_a_broken_text_is_an_error_for_slang(name: str, tmp_path: Path) -> None:
    design, code = mutated(name)
    path = design.write(tmp_path)
    there = environment_for(Domain.VERILOG, str(path), code, str(tmp_path), ToolSettings())
    assert SlangFrontEnd().analyze(code, there).errors, code


def test_removing_a_signal_from_the_sensitivity_leaves_the_others() -> None:
    code = "module m(input a, b, c, output reg y);\n  always @(*) y = a & b & c;\nendmodule\n"
    made = ALL["incomplete_sensitivity"].change(code, Random(4))
    assert made is not None
    listed = made.partition("@(")[2].partition(")")[0].replace(" or ", ", ").split(", ")
    assert len(listed) == 2 and set(listed) < {"a", "b", "c"}


def test_comparison_and_nonblocking_assignment_are_told_apart() -> None:
    code = "module m(input clk, input [3:0] a, b, output reg y);\n  always @(posedge clk) y <= a <= b;\nendmodule\n"
    made = ALL["inclusive_for_strict"].change(code, Random(0))
    assert made == code.replace("a <= b", "a < b")
