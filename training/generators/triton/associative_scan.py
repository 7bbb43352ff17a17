"""First-order recurrences by an associative scan over pairs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "associative_scan", "h[t] = a[t] * h[t - 1] + x[t] along the last dimension.")
    f.kernel("combine", "a1, b1, a2, b2", "# (a1, b1) happens first\nreturn a1 * a2, b1 * a2 + b2")
    f.kernel(
        "linear_scan_kernel",
        "a_ptr, x_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr",
        """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        base = row * stride_row
        a = tl.load(a_ptr + base + cols, mask=mask, other=1.0)
        x = tl.load(x_ptr + base + cols, mask=mask, other=0.0)
        _, h = tl.associative_scan((a, x), axis=0, combine_fn=combine)
        tl.store(out_ptr + base + cols, h, mask=mask)
        """,
    )
    f.host(
        "linear_scan(a: torch.Tensor, x: torch.Tensor) -> torch.Tensor",
        """
        assert a.shape == x.shape
        n_rows, n_cols = x.shape
        out = torch.empty_like(x)
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        LAUNCH
        return out
        """,
        Launch(
            "linear_scan_kernel",
            ("n_rows",),
            "a, x, out, x.stride(0), n_cols",
            {"BLOCK_SIZE": "BLOCK_SIZE"},
            options=rng.choice(({}, {"num_warps": 2})),
        ),
    )
    f.text(
        """
        def reference_scan(a, x):
            h = torch.zeros_like(x[:, 0])
            out = torch.empty_like(x)
            for t in range(x.shape[1]):
                h = a[:, t] * h + x[:, t]
                out[:, t] = h
            return out
        """
    )
    f.test("linear_scan", ["a = torch.rand(m, n, device=DEV)", "x = torch.randn(m, n, device=DEV)"], "linear_scan(a, x)", "reference_scan(a, x)",
           sizes={"m": (3, 5), "n": (30, 50, 64)}, tolerance=1e-4)  # fmt: skip
    return f.design()
