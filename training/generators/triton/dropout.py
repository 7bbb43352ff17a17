"""Dropout with a given mask or with Philox random numbers."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    form = rng.choice(("mask", "seeded", "bits"))
    f = KernelFile(rng, "dropout", "Dropout; the kept elements are scaled by 1 / (1 - p).")
    if form == "mask":
        parameters, keep = (
            "x_ptr, keep_ptr, out_ptr, n_elements, p, BLOCK_SIZE: tl.constexpr",
            "keep = tl.load(keep_ptr + offsets, mask=mask, other=0) != 0",
        )
    elif form == "seeded":
        parameters, keep = (
            "x_ptr, out_ptr, n_elements, p, seed, BLOCK_SIZE: tl.constexpr",
            "keep = tl.rand(seed, offsets) > p",
        )
    else:
        parameters, keep = (
            "x_ptr, out_ptr, n_elements, p, seed, BLOCK_SIZE: tl.constexpr",
            "random = tl.rand(seed, offsets)\n        keep = random > p",
        )
    f.kernel(
        "dropout_kernel", parameters,
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        x = tl.load(x_ptr + offsets, mask=mask)
        {keep}
        # Scaled so that the expectation stays the same.
        tl.store(out_ptr + offsets, tl.where(keep, x / (1.0 - p), 0.0), mask=mask)
        """,
    )  # fmt: skip
    given = "keep: torch.Tensor, p: float" if form == "mask" else "p: float, seed: int"
    arguments = "x, keep, out, n_elements, p" if form == "mask" else "x, out, n_elements, p, seed"
    f.host(
        f"dropout(x: torch.Tensor, {given}) -> torch.Tensor",
        """
        assert x.is_contiguous()
        out = torch.empty_like(x)
        n_elements = x.numel()
        LAUNCH
        return out
        """,
        Launch(
            "dropout_kernel",
            ("triton.cdiv(n_elements, {BLOCK_SIZE})",),
            arguments,
            {"BLOCK_SIZE": rng.choice((256, 512, 1024))},
        ),
    )
    p = rng.choice(("0.25", "0.5", "0.1"))
    if form == "mask":
        f.test("dropout", ["x = torch.randn(n, device=DEV)", f"keep = (torch.rand(n, device=DEV) > {p}).to(torch.int32)"], f"dropout(x, keep, {p})",
               f"x * keep / (1.0 - {p})", sizes={"n": (1000, 3000)})  # fmt: skip
    else:
        f.test("dropout", ["x = torch.rand(n, device=DEV) + 1.0", f"out = dropout(x, {p}, 7)", f"assert torch.equal(out, dropout(x, {p}, 7))",
                           f"assert abs((out == 0).to(torch.float32).mean().item() - {p}) < 0.08"],
               "out", f"torch.where(out == 0, 0.0, x / (1.0 - {p}))", sizes={"n": (2000, 4000)})  # fmt: skip
    return f.design()
