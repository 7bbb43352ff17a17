"""Nearest and linear interpolation of rows."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    linear = rng.random() < 0.6
    f = KernelFile(rng, "interpolate", "Resamples each row to another length.")
    if linear:
        core = """
        where = offsets * (length - 1).to(tl.float32) / (out_length - 1)
        left = tl.floor(where).to(tl.int32)
        right = tl.minimum(left + 1, length - 1)
        t = where - left
        a = tl.load(x_ptr + row * length + left, mask=mask, other=0.0)
        b = tl.load(x_ptr + row * length + right, mask=mask, other=0.0)
        value = a + t * (b - a)"""
    else:
        core = """
        source = offsets * length // out_length
        value = tl.load(x_ptr + row * length + source, mask=mask, other=0.0)"""
    f.kernel(
        "resize_kernel",
        "x_ptr, out_ptr, length, out_length, BLOCK_SIZE: tl.constexpr",
        f"""
        row = tl.program_id(0)
        offsets = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < out_length{core}
        tl.store(out_ptr + row * out_length + offsets, value, mask=mask)
        """,
    )
    f.host(
        "resize(x: torch.Tensor, out_length: int) -> torch.Tensor",
        """
        n_rows, length = x.shape
        out = torch.empty((n_rows, out_length), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch(
            "resize_kernel",
            ("n_rows", "triton.cdiv(out_length, {BLOCK_SIZE})"),
            "x, out, length, out_length",
            {"BLOCK_SIZE": rng.choice((32, 64, 128))},
        ),
    )
    inputs = ["x = torch.randn(m, n, device=DEV)"]
    if linear:
        inputs += ["where = torch.arange(k, device=DEV).to(torch.float32) * (n - 1) / (k - 1)", "left = torch.floor(where).to(torch.int64)",
                   "right = torch.clamp(left + 1, max=n - 1)", "t = where - left.to(torch.float32)"]  # fmt: skip
        expected = "x[:, left] + t * (x[:, right] - x[:, left])"
    else:
        expected = "x[:, torch.arange(k, device=DEV) * n // k]"
    f.test(
        "resize", inputs, "resize(x, k)", expected, sizes={"m": (2, 4), "n": (30, 41), "k": (70, 100)}, tolerance=1e-4
    )
    return f.design()
