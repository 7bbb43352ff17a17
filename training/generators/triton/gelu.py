"""GELU, exact or by tanh, and the quick approximation."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise

FORMS = (
    ("result = 0.5 * x * (1.0 + tl.erf(x * 0.7071067811865476))", "F.gelu(x)"),
    ("cdf = 0.5 * (1.0 + tl.math.erf(0.70710678 * x))\nresult = x * cdf", "F.gelu(x)"),
    (
        "inner = 0.7978845608 * (x + 0.044715 * x * x * x)\n# tanh(u) = 2 * sigmoid(2u) - 1\n"
        "result = 0.5 * x * (1.0 + (2.0 * tl.sigmoid(2.0 * inner) - 1.0))",
        'F.gelu(x, approximate="tanh")',
    ),
    ("result = x * tl.sigmoid(1.702 * x)", "x * torch.sigmoid(1.702 * x)"),
)


def generate(rng: Random) -> Design:
    compute, expected = rng.choice(FORMS)
    return elementwise(
        rng, "gelu", "Gaussian error linear unit.", rng.choice(("gelu", "gelu", "triton_gelu", "gelu_forward")), ("x",),
        compute, expected, dtypes=(("torch.float32", None), ("torch.float16", 1e-2), ("torch.bfloat16", 2e-2)),
        tolerance=1e-4,
    )  # fmt: skip
