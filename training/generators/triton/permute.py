"""Layout changes of 3-D tensors and strided copies."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "permute", "Copies a strided 3-D tensor into a contiguous one.")
    f.kernel(
        "permute_kernel",
        "x_ptr, out_ptr, D0, D1, D2, stride_0, stride_1, stride_2, BLOCK_SIZE: tl.constexpr",
        """
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < D0 * D1 * D2
        # Index of the contiguous output, taken apart
        i2 = offsets % D2
        i1 = (offsets // D2) % D1
        i0 = offsets // (D1 * D2)
        x = tl.load(x_ptr + i0 * stride_0 + i1 * stride_1 + i2 * stride_2, mask=mask)
        tl.store(out_ptr + offsets, x, mask=mask)
        """,
    )
    f.host(
        "contiguous(x: torch.Tensor) -> torch.Tensor",
        """
        d0, d1, d2 = x.shape
        out = torch.empty((d0, d1, d2), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch("permute_kernel", ("triton.cdiv(out.numel(), {BLOCK_SIZE})",), "x, out, d0, d1, d2, x.stride(0), x.stride(1), x.stride(2)",
               {"BLOCK_SIZE": rng.choice((128, 256, 512))}),
    )  # fmt: skip
    order = rng.choice(("1, 0, 2", "2, 0, 1", "0, 2, 1", "2, 1, 0"))
    f.test(
        "contiguous",
        [f"x = torch.randn(a, b, c, device=DEV).permute({order})"],
        "contiguous(x)",
        rng.choice(("x.contiguous()", "x")),
        sizes={"a": (4, 6), "b": (9, 14), "c": (10, 20)},
        exact=True,
    )
    return f.design()
