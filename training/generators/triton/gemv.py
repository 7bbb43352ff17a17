"""Matrix-vector products: a row or a block of rows a program."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "gemv", "y = A @ x for a matrix and a vector.")
    blocked = rng.random() < 0.5
    if blocked:
        body = """
        pid = tl.program_id(0)
        rows = pid * BLOCK_M + tl.arange(0, BLOCK_M)
        acc = tl.zeros((BLOCK_M,), dtype=tl.float32)
        for start in range(0, n_cols, BLOCK_N):
            cols = start + tl.arange(0, BLOCK_N)
            a = tl.load(
                a_ptr + rows[:, None] * stride_row + cols[None, :],
                mask=(rows[:, None] < n_rows) & (cols[None, :] < n_cols),
                other=0.0,
            ).to(tl.float32)
            x = tl.load(x_ptr + cols, mask=cols < n_cols, other=0.0).to(tl.float32)
            acc += tl.sum(a * x[None, :], axis=1)
        tl.store(out_ptr + rows, acc, mask=rows < n_rows)
        """
        parameters, arguments = (
            "n_rows, n_cols, stride_row, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr",
            "n_rows, n_cols, a.stride(0)",
        )
        constants, grid = (
            {"BLOCK_M": rng.choice((8, 16, 32)), "BLOCK_N": rng.choice((32, 64, 128))},
            "triton.cdiv(n_rows, {BLOCK_M})",
        )
    else:
        body = """
        row = tl.program_id(0)
        offsets = tl.arange(0, BLOCK_SIZE)
        acc = tl.zeros((BLOCK_SIZE,), dtype=tl.float32)
        for start in range(0, n_cols, BLOCK_SIZE):
            mask = start + offsets < n_cols
            a = tl.load(a_ptr + row * stride_row + start + offsets, mask=mask, other=0.0)
            x = tl.load(x_ptr + start + offsets, mask=mask, other=0.0)
            acc += a.to(tl.float32) * x
        # One value a row
        tl.store(out_ptr + row, tl.sum(acc, axis=0))
        """
        parameters, arguments = "n_cols, stride_row, BLOCK_SIZE: tl.constexpr", "n_cols, a.stride(0)"
        constants, grid = {"BLOCK_SIZE": rng.choice((64, 128, 256))}, "n_rows"
    f.kernel("gemv_kernel", f"a_ptr, x_ptr, out_ptr, {parameters}", body)
    f.host(
        "gemv(a: torch.Tensor, x: torch.Tensor) -> torch.Tensor",
        """
        n_rows, n_cols = a.shape
        assert x.numel() == n_cols
        out = torch.empty(n_rows, device=a.device, dtype=torch.float32)
        LAUNCH
        return out
        """,
        Launch(
            "gemv_kernel",
            (grid,),
            f"a, x, out, {arguments}",
            constants,
            options=rng.choice(({}, {"num_warps": 4}, {"num_warps": 1})),
        ),
    )
    f.test("gemv", ["a = torch.randn((m, n), device=DEV)", "x = torch.randn(n, device=DEV)"], "gemv(a, x)", "a @ x",
           sizes={"m": (33, 50, 70), "n": (100, 257, 300)}, tolerance=1e-3)  # fmt: skip
    return f.design()
