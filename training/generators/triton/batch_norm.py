"""Batch normalization for inference, optionally with an activation."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    relu = rng.random() < 0.5
    f = KernelFile(rng, "batch_norm", "Batch norm inference over NCL tensors" + (" followed by ReLU." if relu else "."))
    act = "y = tl.maximum(y, 0.0)\n        " if relu else ""
    f.kernel(
        "batch_norm_kernel",
        "x_ptr, mean_ptr, var_ptr, w_ptr, bias_ptr, out_ptr, channels, length, eps, BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        channel = pid % channels
        cols = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = cols < length
        mean = tl.load(mean_ptr + channel)
        var = tl.load(var_ptr + channel)
        w = tl.load(w_ptr + channel)
        b = tl.load(bias_ptr + channel)
        # Fold everything into one scale and one shift.
        scale = w / tl.sqrt(var + eps)
        shift = b - mean * scale
        x = tl.load(x_ptr + pid * length + cols, mask=mask)
        y = x * scale + shift
        {act}tl.store(out_ptr + pid * length + cols, y, mask=mask)
        """,
    )
    f.host(
        "batch_norm(x: torch.Tensor, mean: torch.Tensor, var: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor",
        """
        batch, channels, length = x.shape
        out = torch.empty_like(x)
        LAUNCH
        return out
        """,
        Launch("batch_norm_kernel", ("batch * channels", "triton.cdiv(length, {BLOCK_SIZE})"), "x, mean, var, weight, bias, out, channels, length, 1e-5",
               {"BLOCK_SIZE": rng.choice((32, 64, 128))}),
    )  # fmt: skip
    per = "[None, :, None]"
    expected = f"(x - mean{per}) / torch.sqrt(var{per} + 1e-5) * weight{per} + bias{per}"
    f.test(
        "batch_norm", ["x = torch.randn(b, c, n, device=DEV)", *(f"{v} = torch.rand(c, device=DEV)" for v in ("mean", "var", "weight", "bias"))],
        "batch_norm(x, mean, var, weight, bias)", f"torch.relu({expected})" if relu else expected, sizes={"b": (2, 3), "c": (4, 6), "n": (50, 70)}, tolerance=1e-4,
    )  # fmt: skip
    return f.design()
