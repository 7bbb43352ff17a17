"""Grids, launch arguments, compiler options, autotuning, and the shared memory that configurations need."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.outcome import Label
from tests.assistant.repairs.triton.kernels import LOAD, STORE, assert_passes, confirmed, kernel_file, repaired, static

TUNED = (
    '@triton.autotune(configs=[triton.Config({"BLOCK": 128}), triton.Config({"BLOCK": 64})], key=["n"])\n@triton.jit'
)
META = "[lambda meta: (triton.cdiv(x.numel(), meta['BLOCK']),)]"

CASES = [
    ("missing_grid", "launch-without-grid", kernel_file(f"{LOAD}\n{STORE}", grid="")),
    ("missing_grid", "launch-without-grid", kernel_file(
        f"{LOAD}\n{STORE}", grid="",
        inputs='x = torch.randn(1000, device="cuda")\ny = torch.empty_like(x)\ngrid = (triton.cdiv(x.numel(), 128),)')),
    ("grid_tuple", "launch-grid", kernel_file(f"{LOAD}\n{STORE}", grid="[triton.cdiv(x.numel(), 128)]")),
    ("launch_argument", "launch-missing-argument", kernel_file(
        f"{LOAD}\n{STORE}", launch="x, y, x.numel()",
        inputs='x = torch.randn(1000, device="cuda")\ny = torch.empty_like(x)\nblock = 128')),
    ("launch_argument", "launch-missing-argument", kernel_file(f"{LOAD}\n{STORE}", launch="x, y, x.numel()")),
    ("num_warps", "num-warps", kernel_file(f"{LOAD}\n{STORE}", launch="x, y, x.numel(), BLOCK=128, num_warps=3")),
    ("num_warps", "num-warps", kernel_file(
        f"{LOAD}\n{STORE}", decorators=TUNED.replace('"BLOCK": 64}', '"BLOCK": 64}, num_warps=6'), launch="x, y, x.numel()", grid=META)),
    ("autotune_key", "autotune-key", kernel_file(
        f"{LOAD}\n{STORE}", decorators=TUNED.replace('["n"]', '["N"]'), launch="x, y, x.numel()", grid=META)),
    ("autotune_key", "autotune-missing-key", kernel_file(
        f"{LOAD}\n{STORE}", decorators=TUNED.replace(', key=["n"]', ""), launch="x, y, x.numel()", grid=META)),
    ("autotune_parameter", "autotune-parameter", kernel_file(
        f"{LOAD}\n{STORE}", decorators=TUNED.replace("BLOCK", "BLOK"), launch="x, y, x.numel()", grid=META)),
    ("autotune_conflict", "autotune-conflict", kernel_file(
        f"{LOAD}\n{STORE}", decorators=TUNED, launch="x, y, x.numel(), BLOCK=128", grid=META)),
    ("decorator_order", "decorator-order", kernel_file(
        f"{LOAD}\n{STORE}", decorators="\n".join(reversed(TUNED.split("\n"))), launch="x, y, x.numel()", grid=META)),
]  # fmt: skip


@pytest.mark.parametrize(("repair", "code", "text"), CASES)
async def test_the_best_proposal_passes_every_tool(repair: str, code: str, text: str, tmp_path: Path) -> None:
    assert code in {d.code for d in static(text, tmp_path).errors}, static(text, tmp_path).diagnostics
    await assert_passes(repaired(text, repair, tmp_path), tmp_path)


async def test_a_grid_that_leaves_out_the_last_block_is_rounded_up(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\n{STORE}", grid="[(x.numel() // 128,)]")
    outcome = (await confirmed(text, tmp_path, "triton-interpreter"))["triton-interpreter"]
    assert outcome.label is Label.WRONG_OUTPUT
    await assert_passes(repaired(text, "grid_division", tmp_path, [outcome]), tmp_path)


async def test_a_grid_that_is_a_number_becomes_a_tuple(tmp_path: Path) -> None:
    inputs = 'x = torch.randn(1000, device="cuda")\ny = torch.empty_like(x)\nblocks = 8'
    text = kernel_file(f"{LOAD}\n{STORE}", inputs=inputs, grid="[blocks]")
    outcome = (await confirmed(text, tmp_path, "triton-interpreter"))["triton-interpreter"]
    await assert_passes(repaired(text, "grid_tuple", tmp_path, [outcome]), tmp_path)


async def test_an_accumulator_of_a_smaller_type_than_that_of_the_product(tmp_path: Path) -> None:
    body = (
        "i = tl.arange(0, 16)\na = tl.load(x_ptr + i[:, None] * 16 + i[None, :])\nacc = tl.zeros((16, 16), dtype=tl.float16)\n"
        "for k in range(2):\n    acc = acc * 1.0 + tl.dot(a, a)\ntl.store(y_ptr + i[:, None] * 16 + i[None, :], acc)"
    )
    inputs = 'x = torch.eye(16, device="cuda", dtype=torch.float16)\ny = torch.empty(16, 16, device="cuda")'
    text = kernel_file(body, inputs=inputs, grid="[(1,)]", expected="2 * x.float()")
    outcome = (await confirmed(text, tmp_path, "triton-sm_80"))["triton-sm_80"]
    assert [d.code for d in outcome.errors] == ["loop-carried-type"]
    await assert_passes(repaired(text, "loop_carried", tmp_path, [outcome]), tmp_path)


async def test_a_block_that_is_no_power_of_two_is_rounded_up_at_the_launch(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\n{STORE}", launch="x, y, x.numel(), BLOCK=100", grid="[(10,)]")
    outcome = (await confirmed(text, tmp_path, "triton-sm_80"))["triton-sm_80"]
    assert [d.code for d in outcome.errors] == ["arange-power-of-two"]
    await assert_passes(repaired(text, "power_of_two", tmp_path, [outcome]), tmp_path)


LARGE = """
i = tl.arange(0, BM)
j = tl.arange(0, BK)
acc = tl.zeros((BM, BM), dtype=tl.float32)
for k in range(0, n, BK):
    a = tl.load(x_ptr + i[:, None] * n + (k + j)[None, :])
    b = tl.load(x_ptr + (k + j)[:, None] + i[None, :] * n)
    acc += tl.dot(a, b)
tl.store(y_ptr + i[:, None] * BM + i[None, :], acc)
"""
MATMUL = {
    "parameters": "x_ptr, y_ptr, n, BM: tl.constexpr, BK: tl.constexpr",
    "inputs": (
        'x = torch.randn(128, 256, device="cuda", dtype=torch.float16)\ny = torch.empty(128, 128, device="cuda")'
    ),
    "grid": "[(1,)]",
    "expected": "x.float() @ x.float().T",
}


async def test_the_first_configuration_that_fits_is_found_by_compiling(tmp_path: Path) -> None:
    text = kernel_file(LARGE, launch="x, y, 256, BM=128, BK=64, num_stages=8", **MATMUL)
    outcome = (await confirmed(text, tmp_path, "triton-sm_80"))["triton-sm_80"]
    assert outcome.label is Label.RESOURCE_EXCEEDED and "limit 163 KiB" in outcome.errors[0].message
    fixed = repaired(text, "shared_memory", tmp_path, [outcome])
    assert "num_stages=8" not in fixed and "BM=128" in fixed
    await assert_passes(fixed, tmp_path)
