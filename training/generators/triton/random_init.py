"""Random tensors from Philox: uniform, normal, Bernoulli."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("uniform", "normal", "randint"))
    f = KernelFile(rng, "random_init", f"Fills a tensor with {kind} random numbers.")
    value = {"uniform": "low + (high - low) * tl.rand(seed, offsets)", "normal": "low + high * tl.randn(seed, offsets)",
             "randint": "low + high * (tl.randint(seed, offsets) % 2).to(tl.float32)"}[kind]  # fmt: skip
    f.kernel(
        f"{kind}_kernel", "out_ptr, n_elements, seed, low, high, BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        # The offset is the counter: every element has its own stream.
        value = {value}
        tl.store(out_ptr + offsets, value, mask=offsets < n_elements)
        """,
    )  # fmt: skip
    f.host(
        f"fill_{kind}(shape, seed: int, low: float, high: float) -> torch.Tensor",
        f"""
        out = torch.empty(shape, device={rng.choice(('"cuda"', "DEV"))}, dtype=torch.float32)
        n_elements = out.numel()
        LAUNCH
        return out
        """,
        Launch(
            f"{kind}_kernel",
            ("triton.cdiv(n_elements, {BLOCK_SIZE})",),
            "out, n_elements, seed, low, high",
            {"BLOCK_SIZE": rng.choice((256, 512, 1024))},
        ),
    )
    low, high = rng.choice((("-1.0", "3.0"), ("0.5", "1.5"), ("2.0", "4.0")))
    middle = {
        "uniform": f"({low} + {high}) / 2",
        "normal": low,
        "randint": f"{low} + {high} * (x > {low}).to(torch.float32).mean().item()",
    }[kind]
    bounds = (
        f"assert x.min().item() >= {low} and x.max().item() <= {high}"
        if kind == "uniform"
        else "assert torch.isfinite(x).all()"
    )
    f.test(f"fill_{kind}", [f"x = fill_{kind}((n,), 3, {low}, {high})", bounds, f"other = fill_{kind}((n,), 4, {low}, {high})", "assert (x != other).any()"],
           "x.mean()", f"torch.full_like(x.mean(), {middle})", sizes={"n": (4000, 6000)}, tolerance=0.3)  # fmt: skip
    return f.design()
