"""Bias and activation fused over rows, with an optional residual."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    act = rng.choice(("relu", "silu", "gelu", "none"))
    residual = rng.random() < 0.5
    f = KernelFile(rng, "bias_activation", f"out = {act}(x + bias)" + (" + residual" if residual else ""))
    code = {
        "relu": "tl.maximum(x, 0.0)",
        "silu": "x * tl.sigmoid(x)",
        "gelu": "0.5 * x * (1.0 + tl.erf(x * 0.70710678))",
        "none": "x",
    }[act]
    add = (
        "\n        x += tl.load(res_ptr + rows[:, None] * n_cols + cols[None, :], mask=mask, other=0.0)"
        if residual
        else ""
    )
    f.kernel(
        "bias_act_kernel", f"x_ptr, bias_ptr, {'res_ptr, ' if residual else ''}out_ptr, n_rows, n_cols, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr",
        f"""
        rows = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
        cols = tl.program_id(1) * BLOCK_N + tl.arange(0, BLOCK_N)
        mask = (rows[:, None] < n_rows) & (cols[None, :] < n_cols)
        x = tl.load(x_ptr + rows[:, None] * n_cols + cols[None, :], mask=mask, other=0.0)
        bias = tl.load(bias_ptr + cols, mask=cols < n_cols, other=0.0)
        x = x + bias[None, :]
        x = {code}{add}
        tl.store(out_ptr + rows[:, None] * n_cols + cols[None, :], x, mask=mask)
        """,
    )  # fmt: skip
    extra = ", residual: torch.Tensor" if residual else ""
    f.host(
        f"bias_act(x: torch.Tensor, bias: torch.Tensor{extra}) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        out = torch.empty_like(x)
        LAUNCH
        return out
        """,
        Launch("bias_act_kernel", ("triton.cdiv(n_rows, {BLOCK_M})", "triton.cdiv(n_cols, {BLOCK_N})"), f"x, bias, {'residual, ' if residual else ''}out, n_rows, n_cols",
               {"BLOCK_M": rng.choice((4, 8, 16)), "BLOCK_N": rng.choice((32, 64, 128))}, options=rng.choice(({}, {"num_warps": 4}))),
    )  # fmt: skip
    expected = {
        "relu": "torch.relu(x + bias)",
        "silu": "F.silu(x + bias)",
        "gelu": "F.gelu(x + bias)",
        "none": "x + bias",
    }[act]
    f.test("bias_act", ["x = torch.randn(m, n, device=DEV)", "bias = torch.randn(n, device=DEV)", *(["residual = torch.randn(m, n, device=DEV)"] if residual else [])],
           f"bias_act(x, bias{', residual' if residual else ''})", expected + (" + residual" if residual else ""), sizes={"m": (10, 33), "n": (70, 128)}, tolerance=1e-4)  # fmt: skip
    return f.design()
