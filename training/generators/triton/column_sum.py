"""Reductions down the columns of a matrix."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("sum", "mean", "max", "absmax"))
    f = KernelFile(rng, "column_sum", f"Column-wise {kind}: a block of columns a program, looping over rows.")
    neutral = "0.0" if kind != "max" else '-float("inf")'
    step = {
        "max": "acc = tl.maximum(acc, tl.max(x, axis=0))",
        "absmax": "acc = tl.maximum(acc, tl.max(tl.abs(x), axis=0))",
    }.get(kind, "acc += tl.sum(x, axis=0)")
    start = (
        "tl.zeros([BLOCK_N], dtype=tl.float32)"
        if kind != "max"
        else 'tl.full([BLOCK_N], -float("inf"), dtype=tl.float32)'
    )
    f.kernel(
        f"column_{kind}_kernel",
        "x_ptr, out_ptr, n_rows, n_cols, stride_row, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        cols = pid * BLOCK_N + tl.arange(0, BLOCK_N)
        acc = {start}
        for first in range(0, n_rows, BLOCK_M):
            rows = first + tl.arange(0, BLOCK_M)
            mask = (rows[:, None] < n_rows) & (cols[None, :] < n_cols)
            x = tl.load(x_ptr + rows[:, None] * stride_row + cols[None, :], mask=mask, other={neutral})
            {step}
        tl.store(out_ptr + cols, acc{" / n_rows" if kind == "mean" else ""}, mask=cols < n_cols)
        """,
    )
    f.host(
        f"column_{kind}(x: torch.Tensor) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        out = torch.empty(n_cols, device=x.device, dtype=torch.float32)
        LAUNCH
        return out
        """,
        Launch(f"column_{kind}_kernel", ("triton.cdiv(n_cols, {BLOCK_N})",), "x, out, n_rows, n_cols, x.stride(0)",
               {"BLOCK_M": rng.choice((16, 32, 64)), "BLOCK_N": rng.choice((16, 32, 64))}),
    )  # fmt: skip
    expected = {"max": "x.max(dim=0).values", "absmax": "torch.abs(x).max(dim=0).values"}.get(kind, f"x.{kind}(dim=0)")
    f.test(f"column_{kind}", ["x = torch.randn(m, n, device=DEV)"], f"column_{kind}(x)", expected,
           sizes={"m": (50, 101, 70), "n": (40, 99, 130)}, tolerance=1e-4)  # fmt: skip
    return f.design()
