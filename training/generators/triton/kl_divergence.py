"""Divergences between rows of log-probabilities or distributions."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("kl", "js", "bce"))
    f = KernelFile(rng, "kl_divergence", f"Row-wise {kind} loss.")
    compute = {
        "kl": "p = tl.exp(y)\n            loss = tl.where(mask, p * (y - x), 0.0)",
        "js": "p = tl.exp(y)\n            q = tl.exp(x)\n            m = 0.5 * (p + q)\n            loss = tl.where(mask, 0.5 * (p * (y - tl.log(m)) + q * (x - tl.log(m))), 0.0)",
        "bce": "t = tl.exp(y)\n            loss = tl.where(mask, tl.maximum(x, 0.0) - x * t + tl.log(1.0 + tl.exp(-tl.abs(x))), 0.0)",
    }[kind]  # fmt: skip
    f.kernel(
        f"{kind}_kernel", "x_ptr, y_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr",
        f"""
        row = tl.program_id(0)
        acc = tl.zeros((BLOCK_SIZE,), dtype=tl.float32)
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            mask = cols < n_cols
            x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0)
            y = tl.load(y_ptr + row * stride_row + cols, mask=mask, other=0.0)
            {compute}
            acc += loss
        tl.store(out_ptr + row, tl.sum(acc, axis=0))
        """,
    )  # fmt: skip
    f.host(
        f"{kind}_loss(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        out = torch.empty(n_rows, device=x.device, dtype=torch.float32)
        LAUNCH
        return out
        """,
        Launch(
            f"{kind}_kernel", ("n_rows",), "x, y, out, x.stride(0), n_cols", {"BLOCK_SIZE": rng.choice((64, 128, 256))}
        ),
    )
    expected = {
        "kl": "(torch.exp(y) * (y - x)).sum(dim=1)",
        "js": "(0.5 * (torch.exp(y) * (y - m) + torch.exp(x) * (x - m))).sum(dim=1)",
        "bce": "(F.softplus(x) - x * torch.exp(y)).sum(dim=1)",
    }[kind]
    inputs = [
        "x = torch.log_softmax(torch.randn(a, n, device=DEV), dim=1)",
        "y = torch.log_softmax(torch.randn(a, n, device=DEV), dim=1)",
    ]
    if kind == "js":
        inputs.append("m = torch.log(0.5 * (torch.exp(x) + torch.exp(y)))")
    f.test(
        f"{kind}_loss",
        inputs,
        f"{kind}_loss(x, y)",
        expected,
        sizes={"a": (3, 8), "n": (100, 300, 257)},
        tolerance=1e-4,
    )
    return f.design()
