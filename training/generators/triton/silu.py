"""SiLU, mish, softplus, tanh and other smooth activations of one tensor."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise

FORMS = (
    ("silu", "result = x * tl.sigmoid(x)", "F.silu(x)"),
    ("silu", "result = x / (1.0 + tl.exp(-x))", "F.silu(x)"),
    ("sigmoid", "result = 1.0 / (1.0 + tl.exp(-x))", "torch.sigmoid(x)"),
    ("tanh", "e = tl.exp(-2.0 * tl.abs(x))\nt = (1.0 - e) / (1.0 + e)\nresult = tl.where(x >= 0, t, -t)", "torch.tanh(x)"),
    ("softplus", "result = tl.where(x > 20.0, x, tl.log(1.0 + tl.exp(x)))", "F.softplus(x)"),
    ("mish", "sp = tl.log(1.0 + tl.exp(x))\ne = tl.exp(-2.0 * sp)\nresult = x * (1.0 - e) / (1.0 + e)", "x * torch.tanh(F.softplus(x))"),
)  # fmt: skip


def generate(rng: Random) -> Design:
    name, compute, expected = rng.choice(FORMS)
    return elementwise(
        rng, "silu", f"{name} activation.", name, ("x",), compute, expected, tolerance=1e-4,
        dtypes=(("torch.float32", None), ("torch.float16", 1e-2)),
    )  # fmt: skip
