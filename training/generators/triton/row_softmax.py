"""Softmax of rows held in one block."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "row_softmax", "Row-wise softmax, one row a program.")
    persistent = rng.random() < 0.3
    other = rng.choice(('-float("inf")', 'float("-inf")', "-1e30"))
    core = f"""
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other={other})
        # Subtract the maximum for numerical stability.
        x = x - tl.max(x, axis=0)
        num = tl.exp(x)
        den = tl.sum(num, axis=0)
        tl.store(out_ptr + row * stride_out + cols, num / den, mask=mask)
    """
    if persistent:
        body = "first = tl.program_id(0)\nstep = tl.num_programs(0)\ncols = tl.arange(0, BLOCK_SIZE)\nmask = cols < n_cols\n"
        body += "for row in range(first, n_rows, step):\n" + "\n".join(
            line[4:] for line in core.strip("\n").split("\n")
        )
        parameters = "out_ptr, x_ptr, stride_row, stride_out, n_rows, n_cols, BLOCK_SIZE: tl.constexpr"
        arguments, grid = "out, x, x.stride(0), out.stride(0), n_rows, n_cols", "min(n_rows, 4)"
    else:
        body = "row = tl.program_id(0)\ncols = tl.arange(0, BLOCK_SIZE)\nmask = cols < n_cols\n"
        body += "\n".join(line[8:] for line in core.strip("\n").split("\n"))
        parameters = "out_ptr, x_ptr, stride_row, stride_out, n_cols, BLOCK_SIZE: tl.constexpr"
        arguments, grid = "out, x, x.stride(0), out.stride(0), n_cols", "n_rows"
    f.kernel("softmax_kernel", parameters, body)
    f.host(
        "softmax(x: torch.Tensor) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        out = torch.empty_like(x)
        LAUNCH
        return out
        """,
        Launch(
            "softmax_kernel",
            (grid,),
            arguments,
            {"BLOCK_SIZE": "BLOCK_SIZE"},
            options=rng.choice(({}, {"num_warps": 4}, {"num_warps": 8})),
        ),
    )
    f.test(
        "softmax", ["x = torch.randn(m, n, device=DEV)"], "softmax(x)",
        rng.choice(("torch.softmax(x, dim=1)", "torch.softmax(x, axis=-1)")), sizes={"m": (5, 13, 32), "n": (100, 781, 333, 1000)},
    )  # fmt: skip
    return f.design()
