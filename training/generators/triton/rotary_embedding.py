"""Rotary position embedding of halves or of neighbouring pairs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "rotary_embedding", "Rotary position embedding.")
    pairs = rng.random() < 0.4
    first, second = ("base + 2 * cols", "base + 2 * cols + 1") if pairs else ("base + cols", "base + half + cols")
    f.kernel(
        "rope_kernel",
        "x_ptr, cos_ptr, sin_ptr, out_ptr, stride_s, stride_h, half, BLOCK_SIZE: tl.constexpr",
        f"""
        pos = tl.program_id(0)
        head = tl.program_id(1)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < half
        base = pos * stride_s + head * stride_h
        cos = tl.load(cos_ptr + pos * half + cols, mask=mask, other=1.0)
        sin = tl.load(sin_ptr + pos * half + cols, mask=mask, other=0.0)
        # Rotate each pair by its angle.
        x1 = tl.load(x_ptr + {first}, mask=mask, other=0.0)
        x2 = tl.load(x_ptr + {second}, mask=mask, other=0.0)
        tl.store(out_ptr + {first}, x1 * cos - x2 * sin, mask=mask)
        tl.store(out_ptr + {second}, x2 * cos + x1 * sin, mask=mask)
        """,
    )
    f.host(
        "rope(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor",
        """
        seq_len, heads, head_dim = x.shape
        half = head_dim // 2
        out = torch.empty_like(x)
        BLOCK_SIZE = triton.next_power_of_2(half)
        LAUNCH
        return out
        """,
        Launch(
            "rope_kernel",
            ("seq_len", "heads"),
            "x, cos, sin, out, x.stride(0), x.stride(1), half",
            {"BLOCK_SIZE": "BLOCK_SIZE"},
        ),
    )
    inputs = [
        "x = torch.randn(s, h, d, device=DEV)",
        "angle = torch.rand(s, d // 2, device=DEV) * 3.0",
        "cos, sin = torch.cos(angle), torch.sin(angle)",
    ]
    if pairs:
        inputs += ["a, b = x[:, :, 0::2], x[:, :, 1::2]", "c, z = cos[:, None, :], sin[:, None, :]"]
        expected = "torch.stack([a * c - b * z, b * c + a * z], dim=-1).reshape(s, h, d)"
    else:
        inputs += ["a, b = x[:, :, : d // 2], x[:, :, d // 2 :]", "c, z = cos[:, None, :], sin[:, None, :]"]
        expected = "torch.cat([a * c - b * z, b * c + a * z], dim=-1)"
    f.test(
        "rope",
        inputs,
        "rope(x, cos, sin)",
        expected,
        sizes={"s": (5, 8), "h": (2, 3), "d": (32, 48, 64)},
        tolerance=1e-5,
    )
    return f.design()
