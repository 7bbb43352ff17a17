"""Triton's mutations: each finds a place, changes it repeatably, and does what its name says."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from random import Random

import pytest

from backends.environment import Domain
from backends.outcome import Label
from backends.triton.compiler import compilers
from backends.triton.interpreter import TritonInterpreter
from tests.backends.triton.kernels import ADD, DATA, environment
from training.designs import families, generate
from training.mutation import Kind, mutations

MUTATIONS = mutations(Domain.TRITON)
MATMUL = (DATA / "matmul_autotune.py").read_text()


@cache
def designs() -> tuple[str, ...]:
    generated = [generate(Domain.TRITON, family, seed).code for family in families(Domain.TRITON) for seed in range(2)]
    return (*generated, ADD, MATMUL)


def changed(name: str, code: str, tries: int = 40) -> set[str]:
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
    for code in ("", "def kernel(x:\n", "x = 'a\n", "\x00"):
        new = MUTATIONS[name].change(code, Random(0))
        assert new is None or new != code


EXAMPLES = [
    ("missing_load_mask", ADD, "tl.load(x_ptr + offsets)"),
    ("missing_store_mask", ADD, "tl.store(out_ptr + offsets, x + y)"),
    ("mask_off_by_one", ADD, "offsets <= n_elements"),
    ("floor_for_ceiling", ADD, 'n_elements // meta["BLOCK_SIZE"]'),
    ("missing_constexpr", ADD, "n_elements, BLOCK_SIZE)"),
    ("swapped_arguments", ADD, "(y, x, out, n_elements"),
    ("missing_grid", ADD, "add_kernel(x, y"),
    ("wrong_broadcast_axis", MATMUL, "offs_am[None, :] * stride_am"),
    ("swapped_strides", MATMUL, "offs_am[:, None] * stride_ak + offs_k[None, :] * stride_am"),
    ("accumulator_not_passed", MATMUL, "accumulator = tl.dot(a, b)"),
    ("stale_pointer", MATMUL, "accumulator)\n        b_ptrs += "),
    ("mask_or_for_and", MATMUL, "(offs_cm[:, None] < M) | (offs_cn[None, :] < N)"),
    ("and_on_blocks", MATMUL, "(offs_cm[:, None] < M) and (offs_cn[None, :] < N)"),
    ("wrong_loop_bound", MATMUL, "range(0, K // BLOCK_SIZE_K)"),
]


@pytest.mark.parametrize(("name", "code", "expected"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_it_makes_the_error_of_its_name(name: str, code: str, expected: str) -> None:
    assert any(expected in new for new in changed(name, code))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("missing_store_mask", Label.MEMORY_FAULT),
        ("mask_inverted", Label.MEMORY_FAULT),
        ("floor_for_ceiling", Label.WRONG_OUTPUT),
        ("premature_cast", Label.WRONG_OUTPUT),
        ("rename_local", Label.PASS),
        ("reformat", Label.PASS),
    ],
)
async def test_the_interpreter_agrees(name: str, label: Label, tmp_path: Path) -> None:
    labels = {
        (await TritonInterpreter().run(new, environment(tmp_path))).label for new in sorted(changed(name, ADD, 4))
    }
    assert label in labels and (label is not Label.PASS or labels == {Label.PASS})


@pytest.mark.parametrize("name", ["missing_constexpr", "foreign_function", "misspelt_function"])
async def test_the_compiler_agrees(name: str, tmp_path: Path) -> None:
    (compiler,) = [c for c in compilers() if c.gpu.name == "sm_80"]
    new = sorted(changed(name, ADD, 1))[0]
    assert (await compiler.run(new, environment(tmp_path))).label is Label.COMPILATION_ERROR
