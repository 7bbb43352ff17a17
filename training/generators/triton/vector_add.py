"""Element-wise sum, difference or scaled sum of two tensors."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise


def generate(rng: Random) -> Design:
    form = rng.choice(("add", "sub", "axpy", "lerp"))
    if form == "axpy":
        return elementwise(
            rng, "vector_add", "y = alpha * x + y.", "axpy", ("x", "y"), "result = alpha * x + y", "{alpha} * x + y",
            scalars=(("alpha", rng.choice(("0.5", "2.0", "1.5"))),),
        )  # fmt: skip
    if form == "lerp":
        return elementwise(
            rng, "vector_add", "Linear interpolation between two tensors.", "lerp", ("x", "y"),
            "result = x + weight * (y - x)", "x + {weight} * (y - x)",
            scalars=(("weight", rng.choice(("0.25", "0.7"))),), tolerance=1e-5,
        )  # fmt: skip
    sign = "+" if form == "add" else "-"
    inline = rng.random() < 0.5
    return elementwise(
        rng, "vector_add", f"Element-wise {'sum' if form == 'add' else 'difference'} of two vectors.",
        rng.choice((form, f"vector_{form}", f"triton_{form}")), ("x", "y"),
        "" if inline else f"result = x {sign} y", f"x {sign} y", store=f"x {sign} y" if inline else "result",
    )  # fmt: skip
