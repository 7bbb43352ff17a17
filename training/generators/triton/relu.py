"""Rectifiers: ReLU, leaky ReLU, ReLU6, ELU, squared ReLU."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise

FORMS = (
    ("relu", ("result = tl.maximum(x, 0.0)", "result = tl.where(x > 0, x, 0.0)"), "torch.relu(x)", ()),
    ("leaky_relu", ("result = tl.where(x >= 0, x, negative_slope * x)",), "F.leaky_relu(x, {negative_slope})", (("negative_slope", "0.01"),)),
    ("relu6", ("result = tl.minimum(tl.maximum(x, 0.0), 6.0)",), "F.relu6(x)", ()),
    ("elu", ("result = tl.where(x > 0, x, alpha * (tl.exp(x) - 1.0))",), "F.elu(x, {alpha})", (("alpha", "1.0"),)),
    ("squared_relu", ("r = tl.maximum(x, 0.0)\nresult = r * r",), "torch.square(torch.relu(x))", ()),
    ("hardtanh", ("result = tl.clamp(x, -1.0, 1.0)",), "F.hardtanh(x)", ()),
)  # fmt: skip


def generate(rng: Random) -> Design:
    name, bodies, expected, scalars = rng.choice(FORMS)
    dtypes = (("torch.float32", None), ("torch.float16", 1e-2)) if name != "elu" else (("torch.float32", None),)
    return elementwise(
        rng, "relu", f"{name.replace('_', ' ').capitalize()} of every element.", name, ("x",), rng.choice(bodies),
        expected, scalars=scalars, dtypes=dtypes, tolerance=1e-5,
    )  # fmt: skip
