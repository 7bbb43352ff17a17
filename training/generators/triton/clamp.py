"""Clamping, rounding, absolute values, comparisons: cheap element-wise arithmetic with bounds."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise

FORMS = (
    ("clamp", "result = tl.minimum(tl.maximum(x, low), high)", "torch.clamp(x, {low}, {high})", (("low", "-0.5"), ("high", "0.75"))),
    ("clamp", "result = tl.clamp(x, low, high)", "torch.clamp(x, {low}, {high})", (("low", "-1.0"), ("high", "0.25"))),
    ("hard_shrink", "result = tl.where(tl.abs(x) > bound, x, 0.0)", "torch.where(torch.abs(x) > {bound}, x, 0.0)", (("bound", "0.5"),)),
    ("soft_shrink", "result = tl.where(x > bound, x - bound, tl.where(x < -bound, x + bound, 0.0))",
     "torch.sign(x) * torch.relu(torch.abs(x) - {bound})", (("bound", "0.5"),)),
    ("floor_scaled", "result = tl.floor(x * scale) / scale", "torch.floor(x * {scale}) / {scale}", (("scale", "8.0"),)),
)  # fmt: skip


def generate(rng: Random) -> Design:
    name, compute, expected, scalars = rng.choice(FORMS)
    return elementwise(
        rng, "clamp", f"Element-wise {name.replace('_', ' ')}.", name, ("x",), compute, expected, scalars=scalars,
        dtypes=(("torch.float32", None),), tolerance=1e-5,
    )  # fmt: skip
