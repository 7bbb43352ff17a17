"""Depthwise and causal convolutions, each channel by itself."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "depthwise_conv", "Causal depthwise convolution over the sequence.")
    act = rng.random() < 0.4
    finish = "acc = acc * tl.sigmoid(acc)\n        " if act else ""
    width = rng.choice((3, 4))
    loop = rng.choice(("range", "tl.static_range"))
    f.kernel(
        "causal_conv_kernel",
        "x_ptr, w_ptr, bias_ptr, out_ptr, seq_len, dim, WIDTH: tl.constexpr, BLOCK_SIZE: tl.constexpr",
        f"""
        channel = tl.program_id(0)
        pos = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        acc = tl.zeros((BLOCK_SIZE,), dtype=tl.float32) + tl.load(bias_ptr + channel)
        for k in {loop}(WIDTH):
            # The last tap looks at this position, the first WIDTH - 1 before it.
            source = pos - (WIDTH - 1) + k
            x = tl.load(x_ptr + source * dim + channel, mask=(source >= 0) & (source < seq_len), other=0.0)
            w = tl.load(w_ptr + channel * WIDTH + k)
            acc += x * w
        {finish}tl.store(out_ptr + pos * dim + channel, acc, mask=pos < seq_len)
        """,
    )
    f.host(
        "causal_conv(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor",
        """
        seq_len, dim = x.shape
        width = weight.shape[1]
        out = torch.empty_like(x)
        LAUNCH
        return out
        """,
        Launch("causal_conv_kernel", ("dim", "triton.cdiv(seq_len, {BLOCK_SIZE})"), "x, weight, bias, out, seq_len, dim",
               {"WIDTH": "width", "BLOCK_SIZE": rng.choice((8, 16, 32))}),
    )  # fmt: skip
    total = f"bias + sum(xp[k : k + s] * weight[:, k] for k in range({width}))"
    f.test(
        "causal_conv", ["x = torch.randn(s, d, device=DEV)", f"weight = torch.randn(d, {width}, device=DEV)", "bias = torch.randn(d, device=DEV)", f"xp = F.pad(x, (0, 0, {width - 1}, 0))"],
        "causal_conv(x, weight, bias)", f"F.silu({total})" if act else total, sizes={"s": (30, 50), "d": (6, 10, 16)}, tolerance=1e-4,
    )  # fmt: skip
    return f.design()
