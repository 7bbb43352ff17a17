"""Tiled transposes and permuted copies."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "transpose", "Transposes a matrix tile by tile.")
    via_trans = rng.random() < 0.5
    store = (
        """
        tl.store(
            out_ptr + offs_n[:, None] * stride_om + offs_m[None, :] * stride_on,
            tl.trans(x),
            mask=(offs_n[:, None] < N) & (offs_m[None, :] < M),
        )"""
        if via_trans
        else """
        # The store walks the output with the axes exchanged.
        tl.store(out_ptr + offs_n[None, :] * stride_om + offs_m[:, None] * stride_on, x, mask=mask)"""
    )
    f.kernel(
        "transpose_kernel",
        "x_ptr, out_ptr, M, N, stride_xm, stride_xn, stride_om, stride_on, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr",
        f"""
        pid_m = tl.program_id(0)
        pid_n = tl.program_id(1)
        offs_m = pid_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = pid_n * BLOCK_N + tl.arange(0, BLOCK_N)
        mask = (offs_m[:, None] < M) & (offs_n[None, :] < N)
        x = tl.load(x_ptr + offs_m[:, None] * stride_xm + offs_n[None, :] * stride_xn, mask=mask){store}
        """,
    )
    f.host(
        "transpose(x: torch.Tensor) -> torch.Tensor",
        """
        M, N = x.shape
        out = torch.empty((N, M), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch("transpose_kernel", ("triton.cdiv(M, {BLOCK_M})", "triton.cdiv(N, {BLOCK_N})"),
               "x, out, M, N, x.stride(0), x.stride(1), out.stride(0), out.stride(1)",
               {"BLOCK_M": rng.choice((16, 32, 64)), "BLOCK_N": rng.choice((16, 32, 64))}),
    )  # fmt: skip
    kind = rng.choice(("", ", dtype=torch.float16"))
    f.test("transpose", [f"x = torch.randn(m, n, device=DEV{kind})"], "transpose(x)", rng.choice(("x.T", "x.t()", "x.transpose(0, 1)")),
           sizes={"m": (40, 100, 64), "n": (33, 70, 96)})  # fmt: skip
    return f.design()
