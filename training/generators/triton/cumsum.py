"""Running sums, products and maxima along rows."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("cumsum", "cumsum", "associative", "exclusive", "carry"))
    f = KernelFile(rng, "cumsum", "Prefix sum of each row.")
    if kind == "associative":
        f.kernel("combine", "a, b", "return a + b")
    scan = {"associative": "tl.associative_scan(x, 0, combine)", "exclusive": "tl.cumsum(x, axis=0) - x"}.get(
        kind, "tl.cumsum(x, axis=0)"
    )
    if kind == "carry":
        body = """
        row = tl.program_id(0)
        carry = 0.0
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            mask = cols < n_cols
            x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0)
            tl.store(out_ptr + row * stride_row + cols, tl.cumsum(x, axis=0) + carry, mask=mask)
            # The next block continues where this one ends.
            carry += tl.sum(x, axis=0)
        """
    else:
        body = f"""
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0)
        tl.store(out_ptr + row * stride_row + cols, {scan}, mask=mask)
        """
    f.kernel("cumsum_kernel", "x_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr", body)
    block = str(rng.choice((32, 64, 128))) if kind == "carry" else "triton.next_power_of_2(n_cols)"
    f.host(
        "cumsum(x: torch.Tensor) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        out = torch.empty_like(x)
        BLOCK_SIZE = {block}
        LAUNCH
        return out
        """,
        Launch("cumsum_kernel", ("n_rows",), "x, out, x.stride(0), n_cols", {"BLOCK_SIZE": "BLOCK_SIZE"}),
    )
    expected = "torch.cumsum(x, 1) - x" if kind == "exclusive" else "torch.cumsum(x, dim=1)"
    f.test(
        "cumsum",
        ["x = torch.randn(m, n, device=DEV)"],
        "cumsum(x)",
        expected,
        sizes={"m": (3, 7), "n": (100, 200, 250)},
        tolerance=1e-4,
    )
    return f.design()
