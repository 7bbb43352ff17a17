"""Constexprs, block shapes, element types, operators, conditions and loops."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.repairs.triton.kernels import LOAD, STORE, assert_passes, kernel_file, proposals, repaired, static

DOT = {
    "parameters": "x_ptr, y_ptr, w_ptr",
    "inputs": (
        'x = torch.randn(32, 64, device="cuda", dtype=torch.float16)\n'
        'w = torch.randn(32, 64, device="cuda", dtype=torch.float16)\ny = torch.empty(32, 32, device="cuda")'
    ),
    "launch": "x, y, w",
    "grid": "[(1,)]",
    "expected": "x.float() @ w.float().T",
}
TILES = (
    "i = tl.arange(0, 32)\nj = tl.arange(0, 64)\na = tl.load(x_ptr + i[:, None] * 64 + j[None, :])\n"
    "b = tl.load(w_ptr + i[:, None] * 64 + j[None, :])\n"
)
OUT = "\ntl.store(y_ptr + i[:, None] * 32 + i[None, :], c)"
SUM = {
    "inputs": 'x = torch.randn(1000, device="cuda")\ny = torch.empty(128, device="cuda")',
    "grid": "[(1,)]",
    "expected": "torch.nn.functional.pad(x, (0, 24)).reshape(8, 128).sum(dim=0)",
}

CASES = [
    ("constexpr_parameter", "arange-constexpr", kernel_file(f"{LOAD}\n{STORE}", parameters="x_ptr, y_ptr, n, BLOCK")),
    ("constexpr_parameter", "shape-constexpr", kernel_file(
        f"{LOAD}\nx = x + tl.zeros((BLOCK,), dtype=tl.float32)\n{STORE}", parameters="x_ptr, y_ptr, n, BLOCK")),
    ("constexpr_variable", "arange-constexpr", kernel_file(
        f"WIDTH = BLOCK * 2\noffs = tl.program_id(0) * WIDTH + tl.arange(0, WIDTH)\nmask = offs < n\n"
        f"x = tl.load(x_ptr + offs, mask=mask)\n{STORE}")),
    ("constexpr_variable", "string-assignment", kernel_file(f"mode = 'copy'\n{LOAD}\nif mode != 'copy':\n    x = x * 2\n{STORE}")),
    ("missing_dtype", "missing-argument", kernel_file(f"{LOAD}\nx = x + tl.zeros((BLOCK,))\n{STORE}")),
    ("program_axis", "missing-argument", kernel_file(f"{LOAD.replace('program_id(0)', 'program_id()')}\n{STORE}")),
    ("program_axis", "program-id-axis", kernel_file(f"{LOAD.replace('program_id(0)', 'program_id(3)')}\n{STORE}")),
    ("dot_shape", "dot-shape", kernel_file(f"{TILES}c = tl.dot(a, b){OUT}", **DOT)),
    ("dot_type", "dot-type", kernel_file(
        f"{TILES}c = tl.dot(a.to(tl.float16), tl.trans(b).to(tl.float32)){OUT}", **DOT)),
    ("operator_call", "matmul-operator", kernel_file(f"{TILES}c = a @ tl.trans(b){OUT}", **DOT)),
    ("operator_call", "power-operator", kernel_file(f"{LOAD}\nx = x ** 2\n{STORE}", expected="x * x")),
    ("operator_call", "power-operator", kernel_file(f"{LOAD}\nx = (x * x) ** 0.5\n{STORE}", expected="x.abs()")),
    ("float_argument", "float-argument", kernel_file(
        f"{LOAD}\nx = tl.exp(x.to(tl.float16))\n{STORE}", expected="x.half().float().exp()")),
    ("float_argument", "float-argument", kernel_file(
        "offs = tl.arange(0, 16)\ntl.store(y_ptr + offs, tl.sqrt(offs))", parameters="y_ptr", launch="y", grid="[(1,)]",
        inputs='y = torch.empty(16, device="cuda")', expected='torch.arange(16, device="cuda").float().sqrt()')),
    ("reduction_axis", "axis", kernel_file(
        f"{LOAD}\ns = tl.sum(tl.where(mask, x, 0.0), axis=1)\ntl.store(y_ptr + tl.program_id(0), s)",
        inputs='x = torch.randn(1000, device="cuda")\ny = torch.empty(8, device="cuda")',
        expected="torch.nn.functional.pad(x, (0, 24)).reshape(8, 128).sum(dim=1)")),
    ("tensor_condition", "tensor-condition", kernel_file(f"{LOAD}\nx = x if x > 0 else 0.0\n{STORE}", expected="x.relu()")),
    ("tensor_condition", "tensor-condition", kernel_file(
        f"{LOAD}\nif x > 0:\n    x = x * 2\nelse:\n    x -= 1\n{STORE}", expected="torch.where(x > 0, x * 2, x - 1)")),
    ("loop_carried", "loop-carried-type", kernel_file(
        "acc = 0.0\noffs = tl.arange(0, BLOCK)\nfor start in range(0, n, BLOCK):\n"
        "    acc += tl.load(x_ptr + start + offs, mask=start + offs < n, other=0.0).to(tl.float32)\ntl.store(y_ptr + offs, acc)", **SUM)),
    ("loop_carried", "loop-carried-type", kernel_file(
        "acc = tl.zeros((BLOCK,), dtype=tl.float16)\noffs = tl.arange(0, BLOCK)\nfor start in range(0, n, BLOCK):\n"
        "    acc += tl.load(x_ptr + start + offs, mask=start + offs < n, other=0.0).to(tl.float32)\ntl.store(y_ptr + offs, acc)", **SUM)),
    ("loop_bounds", "loop-bounds", kernel_file(
        "offs = tl.arange(0, BLOCK)\nacc = tl.zeros((BLOCK,), dtype=tl.float32)\nfor k in range(n / BLOCK):\n"
        "    at = k * BLOCK + offs\n    acc += tl.load(x_ptr + at, mask=at < n, other=0.0)\ntl.store(y_ptr + offs, acc)", **SUM)),
    ("static_range", "static-range-constexpr", kernel_file(
        "offs = tl.arange(0, BLOCK)\nacc = tl.zeros((BLOCK,), dtype=tl.float32)\nfor k in tl.static_range(0, n, BLOCK):\n"
        "    acc += tl.load(x_ptr + k + offs, mask=k + offs < n, other=0.0)\ntl.store(y_ptr + offs, acc)", **SUM)),
    ("chained_assignment", "chained-assignment", kernel_file(
        f"lo = hi = 0.0\n{LOAD}\nx = x + lo + hi\n{STORE}")),
]  # fmt: skip


@pytest.mark.parametrize(("repair", "code", "text"), CASES)
async def test_the_best_proposal_passes_every_tool(repair: str, code: str, text: str, tmp_path: Path) -> None:
    assert code in {d.code for d in static(text, tmp_path).errors}, static(text, tmp_path).diagnostics
    await assert_passes(repaired(text, repair, tmp_path), tmp_path)


def test_a_branch_that_stores_is_left_alone(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\nif x > 0:\n    tl.store(y_ptr + offs, x, mask=mask)")
    assert "tensor-condition" in {d.code for d in static(text, tmp_path).errors}
    assert not proposals(text, "tensor_condition", tmp_path)


def test_rounding_a_loop_down_is_offered_but_doubted(tmp_path: Path) -> None:
    text = kernel_file("for k in range(n / BLOCK):\n    tl.store(y_ptr + k, 1.0)")
    found = {p.title: p.ambiguous for _, p in proposals(text, "loop_bounds", tmp_path)}
    assert found == {"Divide with `tl.cdiv`": False, "Divide with `//`": True}
