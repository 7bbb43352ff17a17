"""Fused products of three tensors: ``x * y + z`` and its like."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise


def generate(rng: Random) -> Design:
    name, compute, expected = rng.choice(
        (
            ("fma", "result = x * y + z", "x * y + z"),
            ("fma", "result = tl.fma(x, y, z)", "x * y + z"),
            ("addcmul", "result = x + 0.5 * y * z", "x + 0.5 * y * z"),
            ("gated_sum", "gate = tl.sigmoid(z)\nresult = x * gate + y * (1.0 - gate)", None),
        )
    )
    dtypes: list[tuple[str, float | None]] = [("torch.float32", None)]
    if expected is None:
        expected = "x * torch.sigmoid(z) + y * (1.0 - torch.sigmoid(z))"
    elif "fma(" not in compute:
        dtypes.append(("torch.float16", 1e-2))
    return elementwise(
        rng, "multiply_add", "Fused element-wise multiply and add.", name, ("x", "y", "z"), compute, expected,
        dtypes=dtypes, tolerance=1e-5,
    )  # fmt: skip
