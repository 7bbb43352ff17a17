"""Masks, pointers and offsets."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.outcome import Label
from tests.assistant.repairs.triton.kernels import (
    LOAD,
    OFFSETS,
    STORE,
    assert_passes,
    confirmed,
    kernel_file,
    proposals,
    repaired,
    static,
)  # fmt: skip

TILE = (
    "rm = tl.program_id(0) * 16 + tl.arange(0, 16)\nrn = tl.arange(0, 32)\n"
    "p = x_ptr + rm[:, None] * n + rn[None, :]\nq = y_ptr + rm[:, None] * n + rn[None, :]\n"
)
TILED = {
    "parameters": "x_ptr, y_ptr, m, n",
    "inputs": 'x = torch.randn(20, 30, device="cuda")\ny = torch.empty_like(x)',
    "launch": "x, y, 20, 30",
    "grid": "[(2,)]",
}
ROWS = {
    "inputs": 'x = torch.randn(4, 100, device="cuda") - 10.0\ny = torch.empty(4, device="cuda")',
    "launch": "x, y, 100, BLOCK=128",
    "grid": "[(4,)]",
}
MASK = "(rm[:, None] < m) & (rn[None, :] < n)"

WARNED = [
    ("missing_mask", "missing-mask", kernel_file(f"{LOAD}\ntl.store(y_ptr + offs, x)")),
    ("missing_mask", "missing-mask", kernel_file(f"{OFFSETS}\nx = tl.load(x_ptr + offs)\n{STORE}")),
    ("missing_mask", "missing-mask", kernel_file(
        "offs = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)\nx = tl.load(x_ptr + offs)\ntl.store(y_ptr + offs, x)")),
    ("missing_mask", "missing-mask", kernel_file(f"{TILE}x = tl.load(p, mask={MASK}, other=0.0)\ntl.store(q, x)", **TILED)),
    ("logical_operator", "logical-operator", kernel_file(
        f"offs = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)\nmask = offs < n and offs >= 0\n"
        f"x = tl.load(x_ptr + offs, mask=mask)\n{STORE}")),
    ("logical_operator", "logical-operator", kernel_file(
        f"{LOAD}\nx = tl.where(not (x > 0 or x < -1) and mask, 0.0, x)\n{STORE}",
        expected="torch.where((x > 0) | (x < -1), x, torch.zeros_like(x))")),
    ("missing_other", "missing-other", kernel_file(
        "cols = tl.arange(0, BLOCK)\nx = tl.load(x_ptr + tl.program_id(0) * n + cols, mask=cols < n)\n"
        "tl.store(y_ptr + tl.program_id(0), tl.max(x, axis=0))", expected="x.max(dim=1).values", **ROWS)),
]  # fmt: skip

WRONG = [
    ("pointer_offset", "pointer-offset", kernel_file(
        f"{LOAD}\nx = tl.load(x_ptr + (offs * 2) / 2, mask=mask)\n{STORE}")),
    ("scalar_pointer", "scalar-pointer", kernel_file(f"{LOAD}\ntl.store(y_ptr, x, mask=mask)")),
    ("store_arguments", "store-arguments", kernel_file(f"{LOAD}\ntl.store(x, y_ptr + offs, mask=mask)")),
    ("other_argument", "other-without-mask", kernel_file(
        "row = tl.program_id(0)\nacc = tl.zeros((BLOCK,), dtype=tl.float32)\nfor start in range(0, n, BLOCK):\n"
        "    cols = start + tl.arange(0, BLOCK)\n    acc += tl.load(x_ptr + row * n + cols, other=0.0)\ntl.store(y_ptr + row, tl.sum(acc, axis=0))",
        expected="x.sum(dim=1)", **(ROWS | {"launch": "x, y, 100, BLOCK=64"}))),
    ("other_argument", "other-without-mask", kernel_file(f"{OFFSETS}\nx = tl.load(x_ptr + offs, other=0.0)\n{STORE}")),
    ("shape_index", "shape-mismatch", kernel_file(
        f"{TILE}x = tl.load(p, mask=(rm[:, None] < m) & (rn[:, None] < n), other=0.0)\ntl.store(q, x, mask={MASK})", **TILED)),
    ("power_of_two", "arange-power-of-two", kernel_file(
        "offs = tl.arange(0, 1000)\nx = tl.load(x_ptr + offs)\ntl.store(y_ptr + offs, x)", grid="[(1,)]",
        parameters="x_ptr, y_ptr", launch="x, y")),
]  # fmt: skip


@pytest.mark.parametrize(("repair", "code", "text"), WARNED)
async def test_a_warning_is_put_right(repair: str, code: str, text: str, tmp_path: Path) -> None:
    assert code in {d.code for d in static(text, tmp_path).diagnostics}
    fixed = repaired(text, repair, tmp_path)
    assert code not in {d.code for d in static(fixed, tmp_path).diagnostics}
    await assert_passes(fixed, tmp_path)


@pytest.mark.parametrize(("repair", "code", "text"), WRONG)
async def test_an_error_is_put_right(repair: str, code: str, text: str, tmp_path: Path) -> None:
    assert code in {d.code for d in static(text, tmp_path).errors}
    await assert_passes(repaired(text, repair, tmp_path), tmp_path)


async def test_a_fault_in_the_interpreter_leads_to_the_mask(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\ntl.store(y_ptr + offs, x)")
    outcome = (await confirmed(text, tmp_path, "triton-interpreter"))["triton-interpreter"]
    assert outcome.label is Label.MEMORY_FAULT
    await assert_passes(repaired(text, "missing_mask", tmp_path, [outcome]), tmp_path)


async def test_an_offset_that_overflowed_is_widened(tmp_path: Path) -> None:
    text = kernel_file(
        "pid = tl.program_id(0)\noffs = pid * 1073741824 + tl.arange(0, 16)\nx = tl.load(x_ptr + offs - pid * 1073741824)\n"
        "tl.store(y_ptr + (offs * 4) // 4 - pid * 1073741824, x)",
        parameters="x_ptr, y_ptr",
        inputs='x = torch.randn(16, device="cuda")\ny = torch.empty_like(x)',
        launch="x, y",
        grid="[(3,)]",
    )
    outcome = (await confirmed(text, tmp_path, "triton-interpreter"))["triton-interpreter"]
    assert outcome.label is Label.MEMORY_FAULT, outcome.log
    await assert_passes(repaired(text, "wide_offset", tmp_path, [outcome]), tmp_path)


def test_an_equal_mask_is_not_offered_twice(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\ntl.store(y_ptr + offs, x)")
    found = [p.title for _, p in proposals(text, "missing_mask", tmp_path)]
    assert found == ["Add `mask=mask`"]
