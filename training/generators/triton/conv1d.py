"""One-dimensional convolution over several channels."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "conv1d", "1-D convolution, one program an output channel and block of positions.")
    padded = rng.random() < 0.5
    shift = " - pad" if padded else ""
    mask = "(pos >= 0) & (pos < length)" if padded else "pos < length"
    f.kernel(
        "conv1d_kernel",
        f"x_ptr, w_ptr, out_ptr, in_channels, length, out_length, {'pad, ' if padded else ''}KERNEL: tl.constexpr, BLOCK_SIZE: tl.constexpr",
        f"""
        channel = tl.program_id(0)
        offsets = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        acc = tl.zeros((BLOCK_SIZE,), dtype=tl.float32)
        for c in range(0, in_channels):
            for k in range(KERNEL):
                pos = offsets + k{shift}
                x = tl.load(x_ptr + c * length + pos, mask={mask}, other=0.0)
                w = tl.load(w_ptr + (channel * in_channels + c) * KERNEL + k)
                acc += x * w
        tl.store(out_ptr + channel * out_length + offsets, acc, mask=offsets < out_length)
        """,
    )
    kernel = rng.choice((3, 5))
    out_length = "length" if padded else "length - kernel + 1"
    f.host(
        "conv1d(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor",
        f"""
        in_channels, length = x.shape
        out_channels, _, kernel = weight.shape
        out_length = {out_length}
        out = torch.empty((out_channels, out_length), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch("conv1d_kernel", ("out_channels", "triton.cdiv(out_length, {BLOCK_SIZE})"),
               f"x, weight, out, in_channels, length, out_length{', kernel // 2' if padded else ''}", {"KERNEL": "kernel", "BLOCK_SIZE": rng.choice((32, 64, 128))}),
    )  # fmt: skip
    source = f"F.pad(x, ({kernel // 2}, {kernel // 2}))" if padded else "x"
    size = "n" if padded else f"n - {kernel - 1}"
    f.test(
        "conv1d", ["x = torch.randn(c, n, device=DEV)", f"weight = torch.randn(o, c, {kernel}, device=DEV)", f"xp = {source}",
                   f"taps = torch.stack([xp[:, k : k + {size}] for k in range({kernel})], dim=1)"],
        "conv1d(x, weight)", 'torch.einsum("ocl,cln->on", weight, taps)', sizes={"c": (2, 3), "o": (2, 4), "n": (60, 100)}, tolerance=1e-3,
    )  # fmt: skip
    return f.design()
