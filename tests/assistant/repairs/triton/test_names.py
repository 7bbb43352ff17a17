"""Names that the language does not have, arguments under other names, types and functions of the host."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.repairs.triton.kernels import (
    LOAD,
    OFFSETS,
    STORE,
    assert_passes,
    kernel_file,
    proposals,
    repaired,
    static,
)

BLOCK_SUM = "tl.store(y_ptr + tl.program_id(0), s)"
ROWS = {
    "parameters": "x_ptr, y_ptr, n, BLOCK: tl.constexpr",
    "inputs": 'x = torch.rand(4, 100, device="cuda") + 0.5\ny = torch.empty(4, device="cuda")',
    "launch": "x, y, 100, BLOCK=128",
    "grid": "[(4,)]",
}
ROW = (
    "row = tl.program_id(0)\ncols = tl.arange(0, BLOCK)\nx = tl.load(x_ptr + row * n + cols, mask=cols < n, other=0.0)"
)

CASES = [
    ("language_name", "unknown-attribute", kernel_file(f"{LOAD}\nx = tl.sqroot(x * x)\n{STORE}", expected="x.abs()")),
    ("language_name", "unknown-attribute", kernel_file(f"{LOAD}\nx = tl.expp(x)\n{STORE}", expected="x.exp()")),
    ("language_name", "unknown-attribute", kernel_file(f"{LOAD}\nx = x.to(tl.half).to(tl.float)\n{STORE}", expected="x.half().float()")),
    ("language_name", "unknown-attribute", kernel_file(f"{LOAD.replace('program_id', 'get_program_id')}\n{STORE}")),
    ("tensor_method", "unknown-method", kernel_file(f"{LOAD}\nx = x.half().float()\n{STORE}", expected="x.half().float()")),
    ("tensor_method", "unknown-method", kernel_file(f"{LOAD}\nx = x.clone().abss()\n{STORE}", expected="x.abs()")),
    ("tensor_method", "unknown-method", kernel_file(f"{LOAD}\nx = ((x + 1) - 1).astype(tl.float32)\n{STORE}")),
    ("pointer_subscript", "tensor-index", kernel_file(f"{OFFSETS}\nx = tl.load(x_ptr[offs], mask=mask)\n{STORE}")),
    ("mask_precedence", "mask-precedence", kernel_file(f"{LOAD.replace('offs < n', '0 <= offs & offs < n')}\n{STORE}")),
    ("keyword_name", "unknown-keyword", kernel_file(f"{ROW}\ns = tl.sum(x, dim=0)\n{BLOCK_SUM}", expected="x.sum(dim=1)", **ROWS)),
    ("keyword_name", "unknown-keyword", kernel_file(f"{LOAD.replace('mask=mask', 'msk=mask')}\n{STORE}")),
    ("keyword_name", "launch-unknown-argument", kernel_file(f"{LOAD}\n{STORE}", launch="x, y, n=x.numel(), BLOK=128")),
    ("keyword_name", "unknown-keyword", kernel_file(
        "s = 0.0\nfor i in range(0, n, step=2):\n    s += tl.load(x_ptr + i)\ntl.store(y_ptr, s)",
        inputs='x = torch.randn(10, device="cuda")\ny = torch.empty(1, device="cuda")',
        launch="x, y, 10, BLOCK=2", grid="[(1,)]", expected="x[::2].sum().reshape(1)")),
    ("host_call", "host-call", kernel_file(f"{LOAD}\nx = torch.exp(x)\n{STORE}", expected="x.exp()")),
    ("host_call", "python-builtin", kernel_file(f"{LOAD}\nx = abs(x)\n{STORE}", expected="x.abs()")),
    ("host_call", "host-call", kernel_file(
        f"{LOAD}\nx = x * triton.cdiv(n, 1000)\n{STORE}")),
    ("host_call", "host-call", kernel_file(f"{LOAD}\nm = tl.float32(2.0)\nx = x * m\n{STORE}", expected="x * 2")),
    ("host_call", "host-call", kernel_file(f"{LOAD}\nx = float(x)\n{STORE}")),
    ("host_type", "host-type", kernel_file(f"{LOAD}\nx = x.to(torch.float16).to('float32')\n{STORE}", expected="x.half().float()")),
    ("missing_import", "UndefinedName", kernel_file(f"{LOAD}\n{STORE}", imports="import torch\nimport triton\n")),
    ("missing_jit", "missing-jit", kernel_file(f"{LOAD}\n{STORE}", decorators="")),
    ("missing_jit", "missing-jit", kernel_file(f"{LOAD}\nx = twice(x)\n{STORE}", above="def twice(v):\n    return v + v\n", expected="2 * x")),
    ("global_constant", "global-variable", kernel_file(f"{LOAD}\nx = x * SCALE\n{STORE}", above="SCALE = 3.0\n", expected="SCALE * x")),
]  # fmt: skip


@pytest.mark.parametrize(("repair", "code", "text"), CASES)
async def test_the_best_proposal_passes_every_tool(repair: str, code: str, text: str, tmp_path: Path) -> None:
    assert code in {d.code for d in static(text, tmp_path).errors}
    await assert_passes(repaired(text, repair, tmp_path), tmp_path)


def test_a_function_of_libdevice_is_imported_from_there(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\nx = tl.tanh(x)\n{STORE}", expected="x.tanh()")
    fixed = repaired(text, "language_name", tmp_path)
    assert "from triton.language.extra import libdevice\n" in fixed and "libdevice.tanh(x)" in fixed
    assert not static(fixed, tmp_path).errors


def test_transposition_left_over_from_triton_1_becomes_a_call(tmp_path: Path) -> None:
    body = "i = tl.arange(0, 32)\na = tl.zeros((32, 32), tl.float32)\nc = tl.dot(a, a, trans_b=True)\ntl.store(y_ptr + i[:, None] + i[None, :], c)"
    fixed = repaired(kernel_file(body), "keyword_name", tmp_path)
    assert "tl.dot(a, tl.trans(a))" in fixed


def test_names_as_near_as_each_other_are_all_offered(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\nx = tl.loge(x)\n{STORE}")
    titles = [p.title for _, p in proposals(text, "language_name", tmp_path)]
    assert "Use `tl.log`" in titles and len(titles) > 1


def test_the_import_goes_behind_the_others(tmp_path: Path) -> None:
    text = kernel_file(
        f"{LOAD}\n{STORE}",
        imports='"""A kernel."""\n\nfrom __future__ import annotations\n\nimport torch\nimport triton\n',
    )
    fixed = repaired(text, "missing_import", tmp_path)
    assert "import triton\nimport triton.language as tl\n" in fixed and fixed.startswith('"""A kernel."""')


def test_host_code_keeps_the_plain_value_of_a_global(tmp_path: Path) -> None:
    text = kernel_file(f"{LOAD}\nx = x * SCALE\n{STORE}", above="SCALE: tl.constexpr = 3.0\n", expected="SCALE * x")
    fixed = repaired(text, "global_constant", tmp_path)
    assert "SCALE = tl.constexpr(3.0)" in fixed and "SCALE.value * x" in fixed
