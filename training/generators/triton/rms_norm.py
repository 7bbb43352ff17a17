"""Root-mean-square normalization, optionally with a residual added first."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    residual = rng.random() < 0.4
    f = KernelFile(rng, "rms_norm", "RMS normalization." if not residual else "RMS normalization of x + residual.")
    add = (
        "\n        r = tl.load(r_ptr + row * stride_row + cols, mask=mask, other=0.0).to(tl.float32)\n        x = x + r"
        if residual
        else ""
    )
    rstd = rng.choice(("tl.rsqrt(ms + eps)", "1.0 / tl.sqrt(ms + eps)", "tl.math.rsqrt(ms + eps)"))
    f.kernel(
        "rms_norm_kernel",
        f"x_ptr, {'r_ptr, ' if residual else ''}w_ptr, out_ptr, stride_row, n_cols, eps, BLOCK_SIZE: tl.constexpr",
        f"""
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0).to(tl.float32){add}
        ms = tl.sum(x * x, axis=0) / n_cols
        rstd = {rstd}
        w = tl.load(w_ptr + cols, mask=mask, other=0.0)
        tl.store(out_ptr + row * stride_row + cols, x * rstd * w, mask=mask)
        """,
    )
    extra = ", residual: torch.Tensor" if residual else ""
    f.host(
        f"rms_norm(x: torch.Tensor{extra}, weight: torch.Tensor, eps: float = 1e-6) -> torch.Tensor",
        """
        n_rows, n_cols = x.shape
        out = torch.empty_like(x)
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        num_warps = min(max(BLOCK_SIZE // 256, 1), 8)
        LAUNCH
        return out
        """,
        Launch("rms_norm_kernel", ("n_rows",), f"x, {'residual, ' if residual else ''}weight, out, x.stride(0), n_cols, eps",
               {"BLOCK_SIZE": "BLOCK_SIZE", "num_warps": "num_warps"}),
    )  # fmt: skip
    x = "x + residual" if residual else "x"
    f.test(
        "rms_norm",
        ["x = torch.randn(m, n, device=DEV)", *(["residual = torch.randn(m, n, device=DEV)"] if residual else []), "weight = torch.rand(n, device=DEV)"],
        f"rms_norm(x, {'residual, ' if residual else ''}weight)", f"F.rms_norm({x}, (n,), weight, 1e-6)",
        sizes={"m": (2, 9, 16), "n": (128, 300, 768)}, tolerance=1e-4,
    )  # fmt: skip
    return f.design()
