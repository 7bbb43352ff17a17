"""Sums of rows into the places an index tensor names."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "scatter_add", "out[index[i]] += x[i], row by row, with atomics.")
    f.kernel(
        "scatter_add_kernel",
        "x_ptr, index_ptr, out_ptr, n_cols, stride_x, stride_out, BLOCK_SIZE: tl.constexpr",
        """
        row = tl.program_id(0)
        cols = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        target = tl.load(index_ptr + row)
        x = tl.load(x_ptr + row * stride_x + cols, mask=mask, other=0.0)
        # Several rows may go to the same place.
        tl.atomic_add(out_ptr + target * stride_out + cols, x, mask=mask)
        """,
    )
    f.host(
        "scatter_add(x: torch.Tensor, index: torch.Tensor, size: int) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        out = torch.zeros({rng.choice(("(size, n_cols)", "size, n_cols"))}, device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch("scatter_add_kernel", ("n_rows", "triton.cdiv(n_cols, {BLOCK_SIZE})"), "x, index, out, n_cols, x.stride(0), out.stride(0)",
               {"BLOCK_SIZE": rng.choice((32, 64, 128))}),
    )  # fmt: skip
    f.test("scatter_add", ["x = torch.randn(m, n, device=DEV)", "index = torch.randint(0, s, (m,), device=DEV)"], "scatter_add(x, index, s)",
           "torch.zeros(s, n, device=DEV).index_add_(0, index, x)", sizes={"m": (20, 33), "n": (50, 70), "s": (6, 10)}, tolerance=1e-4)  # fmt: skip
    return f.design()
