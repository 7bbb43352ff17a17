"""The k largest elements of each row by repeated maximum."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "topk", "Top-k of each row: take the maximum k times.")
    f.kernel(
        "topk_kernel",
        "x_ptr, value_ptr, index_ptr, stride_row, n_cols, K: tl.constexpr, BLOCK_SIZE: tl.constexpr",
        """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other=-float("inf"))
        for i in range(K):
            best = tl.max(x, axis=0)
            where = tl.argmax(x, axis=0)
            tl.store(value_ptr + row * K + i, best)
            tl.store(index_ptr + row * K + i, where)
            # Take it out of the running.
            x = tl.where(cols == where, -float("inf"), x)
        """.replace("range(K)", rng.choice(("range(K)", "range(0, K)", "tl.static_range(K)"))),
    )
    k = rng.choice((2, 3, 4, 5))
    f.host(
        "topk(x: torch.Tensor, k: int) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        values = torch.empty((n_rows, k), device=x.device, dtype=x.dtype)
        indices = torch.empty((n_rows, k), device=x.device, dtype=torch.int64)
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        LAUNCH
        return values
        """,
        Launch(
            "topk_kernel",
            ("n_rows",),
            "x, values, indices, x.stride(0), n_cols",
            {"K": "k", "BLOCK_SIZE": "BLOCK_SIZE"},
        ),
    )
    f.test(
        "topk",
        ["x = torch.randn(m, n, device=DEV)"],
        f"topk(x, {k})",
        f"torch.topk(x, {k}, dim=1).values",
        sizes={"m": (4, 9), "n": (60, 128, 200)},
    )
    return f.design()
