"""Softmax of long rows in blocks with a running maximum and sum."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(
        rng, "online_softmax", "Softmax over rows longer than a block: running maximum and sum, then a second pass."
    )
    block = rng.choice((64, 128, 256))
    f.kernel(
        "online_softmax_kernel",
        "x_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr",
        """
        row = tl.program_id(0)
        x_row = x_ptr + row * stride_row
        m_i = -float("inf")
        l_i = 0.0
        # First pass: maximum and normalizer together.
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            x = tl.load(x_row + cols, mask=cols < n_cols, other=-float("inf"))
            m_new = tl.maximum(m_i, tl.max(x, axis=0))
            l_i = l_i * tl.exp(m_i - m_new) + tl.sum(tl.exp(x - m_new), axis=0)
            m_i = m_new

        # Second pass: normalize.
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            mask = cols < n_cols
            x = tl.load(x_row + cols, mask=mask, other=0.0)
            tl.store(out_ptr + row * stride_row + cols, tl.exp(x - m_i) / l_i, mask=mask)
        """
        if rng.random() < 0.6
        else """
        row = tl.program_id(0)
        offs = tl.arange(0, BLOCK_SIZE)
        m = tl.full((BLOCK_SIZE,), -1.0e30, dtype=tl.float32)
        l = tl.zeros((BLOCK_SIZE,), dtype=tl.float32)
        # One running pair a lane, joined at the end.
        for start in range(0, n_cols, BLOCK_SIZE):
            mask = start + offs < n_cols
            x = tl.load(x_ptr + row * stride_row + start + offs, mask=mask, other=-1.0e30).to(tl.float32)
            m_new = tl.maximum(m, x)
            l = l * tl.exp(m - m_new) + tl.where(mask, tl.exp(x - m_new), 0.0)
            m = m_new
        m_i = tl.max(m, axis=0)
        l_i = tl.sum(l * tl.exp(m - m_i), axis=0)
        for start in range(0, n_cols, BLOCK_SIZE):
            mask = start + offs < n_cols
            x = tl.load(x_ptr + row * stride_row + start + offs, mask=mask, other=0.0).to(tl.float32)
            tl.store(out_ptr + row * stride_row + start + offs, tl.exp(x - m_i) / l_i, mask=mask)
        """,
    )
    f.host(
        "online_softmax(x: torch.Tensor) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        out = torch.empty_like(x)
        LAUNCH
        return out
        """,
        Launch("online_softmax_kernel", ("n_rows",), "x, out, x.stride(0), n_cols", {"BLOCK_SIZE": block}),
    )
    f.test("online_softmax", ["x = torch.randn((m, n), device=DEV)"], "online_softmax(x)", "torch.softmax(x, dim=-1)",
           sizes={"m": (3, 6, 9), "n": (300, 517, 900)}, tolerance=1e-5)  # fmt: skip
    return f.design()
