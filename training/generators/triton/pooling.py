"""Average and maximum pooling of rows."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("max", "avg"))
    f = KernelFile(rng, "pooling", f"{kind} pooling with window and stride.")
    start = '-float("inf")' if kind == "max" else "0.0"
    step = "acc = tl.maximum(acc, x)" if kind == "max" else "acc += x"
    finish = "acc" if kind == "max" else "acc / WINDOW"
    f.kernel(
        f"{kind}_pool_kernel",
        "x_ptr, out_ptr, length, out_length, stride, WINDOW: tl.constexpr, BLOCK_SIZE: tl.constexpr",
        f"""
        row = tl.program_id(0)
        offsets = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        acc = tl.full((BLOCK_SIZE,), {start}, dtype=tl.float32)
        for k in range(WINDOW):
            pos = offsets * stride + k
            x = tl.load(x_ptr + row * length + pos, mask=pos < length, other={start})
            {step}
        tl.store(out_ptr + row * out_length + offsets, {finish}, mask=offsets < out_length)
        """,
    )
    window = rng.choice((2, 3, 4))
    f.host(
        f"{kind}_pool(x: torch.Tensor, window: int, stride: int) -> torch.Tensor",
        """
        n_rows, length = x.shape
        out_length = (length - window) // stride + 1
        out = torch.empty((n_rows, out_length), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch(f"{kind}_pool_kernel", ("n_rows", "triton.cdiv(out_length, {BLOCK_SIZE})"), "x, out, length, out_length, stride",
               {"WINDOW": "window", "BLOCK_SIZE": rng.choice((32, 64, 128))}),
    )  # fmt: skip
    windows = f"x[:, : n // {window} * {window}].reshape(m, n // {window}, {window})"
    f.test(f"{kind}_pool", ["x = torch.randn(m, n, device=DEV)"], f"{kind}_pool(x, {window}, {window})",
           f"{windows}.max(dim=2).values" if kind == "max" else f"{windows}.mean(dim=2)", sizes={"m": (3, 6), "n": (120, 96, 144)}, tolerance=1e-5)  # fmt: skip
    return f.design()
