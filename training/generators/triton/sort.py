"""Rows sorted with tl.sort, and ranks by comparison."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    form = rng.choice(("sort", "descending", "rank"))
    f = KernelFile(rng, "sort", "Sorts each row." if form != "rank" else "Rank of each element in its row by counting.")
    if form == "rank":
        body = """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=float("inf"))
        # How many are smaller: all pairs at once.
        smaller = (x[None, :] < x[:, None]).to(tl.int32)
        tl.store(out_ptr + row * stride_row + cols, tl.sum(smaller, axis=1), mask=mask)
        """
    else:
        other, more = ('-float("inf")', ", descending=True") if form == "descending" else ('float("inf")', "")
        body = f"""
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other={other})
        tl.store(out_ptr + row * stride_row + cols, tl.sort(x{more}), mask=mask)
        """
    f.kernel("sort_kernel", "x_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr", body)
    out = "torch.empty_like(x)" if form != "rank" else "torch.empty(x.shape, device=x.device, dtype=torch.int32)"
    f.host(
        "sort_rows(x: torch.Tensor) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        out = {out}
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        LAUNCH
        return out
        """,
        Launch("sort_kernel", ("n_rows",), "x, out, x.stride(0), n_cols", {"BLOCK_SIZE": "BLOCK_SIZE"}),
    )
    expected = {"sort": "torch.sort(x, dim=1).values", "descending": "torch.sort(x, dim=1, descending=True).values",
                "rank": "torch.argsort(torch.argsort(x, dim=1), dim=1).to(torch.int32)"}[form]  # fmt: skip
    f.test(
        "sort_rows",
        ["x = torch.randn(m, n, device=DEV)"],
        "sort_rows(x)",
        expected,
        sizes={"m": (2, 5), "n": (30, 50, 64)},
        exact=True,
    )
    return f.design()
