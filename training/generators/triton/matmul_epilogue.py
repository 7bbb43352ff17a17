"""Matrix multiplication with bias, activation or residual fused into the store."""

from __future__ import annotations

import re
from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    act = rng.choice(("relu", "gelu", "silu", "leaky_relu"))
    f = KernelFile(rng, "matmul_epilogue", f"Linear layer with a fused bias and {act}.")
    code = {
        "relu": "tl.maximum(x, 0.0)",
        "gelu": "0.5 * x * (1.0 + tl.erf(x * 0.70710678))",
        "silu": "x * tl.sigmoid(x)",
        "leaky_relu": "tl.where(x >= 0, x, 0.01 * x)",
    }[act]
    function = rng.random() < 0.6
    if function:
        f.kernel(act, "x", f"return {code}")
    inner = f"{act}(acc)" if function else re.sub(r"\bx\b", "acc", code)
    optional = rng.random() < 0.5
    apply = f"if ACTIVATION:\n            acc = {inner}" if optional else f"acc = {inner}"
    f.kernel(
        "linear_kernel",
        "x_ptr, w_ptr, bias_ptr, out_ptr, M, N, K, stride_xm, stride_xk, stride_wn, stride_wk, stride_om, stride_on, "
        "BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr"
        + (", ACTIVATION: tl.constexpr" if optional else ""),
        f"""
        pid_m = tl.program_id(0)
        pid_n = tl.program_id(1)
        offs_m = pid_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = pid_n * BLOCK_N + tl.arange(0, BLOCK_N)
        acc = tl.zeros([BLOCK_M, BLOCK_N], dtype=tl.float32)
        for k in range(0, K, BLOCK_K):
            offs_k = k + tl.arange(0, BLOCK_K)
            x = tl.load(
                x_ptr + offs_m[:, None] * stride_xm + offs_k[None, :] * stride_xk,
                mask=(offs_m[:, None] < M) & (offs_k[None, :] < K),
                other=0.0,
            )
            # W is stored as (N, K)
            w = tl.load(
                w_ptr + offs_n[:, None] * stride_wn + offs_k[None, :] * stride_wk,
                mask=(offs_n[:, None] < N) & (offs_k[None, :] < K),
                other=0.0,
            )
            acc += tl.dot(x, tl.trans(w))
        # Epilogue
        bias = tl.load(bias_ptr + offs_n, mask=offs_n < N, other=0.0)
        acc += bias[None, :]
        {apply}
        tl.store(
            out_ptr + offs_m[:, None] * stride_om + offs_n[None, :] * stride_on,
            acc,
            mask=(offs_m[:, None] < M) & (offs_n[None, :] < N),
        )
        """,
    )
    bm, bn, bk = rng.choice(((32, 32, 32), (64, 64, 32), (32, 64, 32), (64, 64, 16)))
    constants: dict[str, int | bool | str] = {"BLOCK_M": bm, "BLOCK_N": bn, "BLOCK_K": bk}
    if optional:
        constants["ACTIVATION"] = True
    half = rng.random() < 0.5
    f.host(
        f"linear_{act}(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor",
        """
        M, K = x.shape
        N = weight.shape[0]
        out = torch.empty((M, N), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch(
            "linear_kernel", ("triton.cdiv(M, {BLOCK_M})", "triton.cdiv(N, {BLOCK_N})"),
            "x, weight, bias, out, M, N, K, x.stride(0), x.stride(1), weight.stride(0), weight.stride(1), out.stride(0), out.stride(1)",
            constants, options=rng.choice(({}, {"num_warps": 4}, {"num_stages": 2})),
        ),
    )  # fmt: skip
    kind = ", dtype=torch.float16" if half else ""
    expected = {
        "relu": "torch.relu({})",
        "gelu": "F.gelu({})",
        "silu": "F.silu({})",
        "leaky_relu": "F.leaky_relu({}, 0.01)",
    }[act]
    f.test(
        f"linear_{act}", [f"x = torch.randn(m, k, device=DEV{kind})", f"weight = torch.randn(n, k, device=DEV{kind})", f"bias = torch.randn(n, device=DEV{kind})"],
        f"linear_{act}(x, weight, bias)", expected.format("F.linear(x, weight, bias)"),
        sizes={"m": (40, 65), "n": (48, 100), "k": (64, 80)}, tolerance=2e-2 if half else 1e-2,
    )  # fmt: skip
    return f.design()
