"""Log-softmax and logsumexp of rows."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    whole = rng.random() < 0.6
    name = "log_softmax" if whole else "logsumexp"
    f = KernelFile(rng, "log_softmax", f"Row-wise {name}.")
    store = (
        "tl.store(out_ptr + row * stride_row + cols, shifted - tl.log(total), mask=mask)" if whole
        else "tl.store(out_ptr + row, tl.log(total) + top)"
    )  # fmt: skip
    f.kernel(
        f"{name}_kernel",
        "x_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr",
        f"""
        row = tl.program_id(axis=0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=-float("inf")).to(tl.float32)
        top = tl.max(x, axis=0)
        shifted = x - top
        total = tl.sum(tl.exp(shifted), axis=0)
        {store}
        """,
    )
    out = "torch.empty_like(x)" if whole else "torch.empty(n_rows, device=x.device, dtype=torch.float32)"
    f.host(
        f"{name}(x: torch.Tensor) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        out = {out}
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        LAUNCH
        return out
        """,
        Launch(
            f"{name}_kernel",
            ("n_rows",),
            "x, out, x.stride(0), n_cols",
            {"BLOCK_SIZE": "BLOCK_SIZE"},
            options=rng.choice(({}, {"num_warps": 8})),
        ),
    )
    f.test(name, ["x = torch.randn(m, n, device=DEV)"], f"{name}(x)",
           "torch.log_softmax(x, dim=1)" if whole else "torch.logsumexp(x, dim=1)", sizes={"m": (4, 11, 21), "n": (77, 256, 600)}, tolerance=1e-4)  # fmt: skip
    return f.design()
