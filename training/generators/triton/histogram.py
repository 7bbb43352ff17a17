"""Histograms and counts with atomics or tl.histogram."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "histogram", "Histogram of integer values.")
    atomic = rng.random() < 0.6
    if atomic:
        body = """
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        value = tl.load(x_ptr + offsets, mask=mask, other=0)
        tl.atomic_add(out_ptr + value, 1, mask=mask)
        """
    else:
        body = """
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        value = tl.load(x_ptr + offsets, mask=mask, other=0)
        counts = tl.histogram(value, BINS)
        # Lanes behind the end were counted as zeros.
        bins = tl.arange(0, BINS)
        extra = BLOCK_SIZE - tl.sum(mask.to(tl.int32), axis=0)
        counts = tl.where(bins == 0, counts - extra, counts)
        tl.atomic_add(out_ptr + bins, counts)
        """
    f.kernel(
        "histogram_kernel",
        f"x_ptr, out_ptr, n_elements, {'' if atomic else 'BINS: tl.constexpr, '}BLOCK_SIZE: tl.constexpr",
        body,
    )
    bins = rng.choice((16, 32, 64))
    f.host(
        "histogram(x: torch.Tensor, bins: int) -> torch.Tensor",
        f"""
        n_elements = x.numel()
        counts = torch.zeros({rng.choice(("bins", "(bins,)"))}, device=x.device, dtype=torch.int32)
        LAUNCH
        return counts
        """,
        Launch("histogram_kernel", ("triton.cdiv(n_elements, {BLOCK_SIZE})",), "x, counts, n_elements",
               {**({} if atomic else {"BINS": "bins"}), "BLOCK_SIZE": rng.choice((128, 256, 512))}),
    )  # fmt: skip
    f.test("histogram", [f"x = torch.randint(0, {bins}, (n,), device=DEV, dtype=torch.int32)"], f"histogram(x, {bins})",
           f"torch.bincount(x.to(torch.int64), minlength={bins}).to(torch.int32)", sizes={"n": (1000, 3000, 2047)}, exact=True)  # fmt: skip
    return f.design()
