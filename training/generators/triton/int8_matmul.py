"""Quantized matrix multiplication with integer accumulation and scales."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "int8_matmul", "int8 x int8 matrix multiplication, dequantized with row and column scales.")
    per_row = rng.random() < 0.6
    scale = (
        """
        sa = tl.load(sa_ptr + offs_m, mask=offs_m < M, other=0.0)
        sb = tl.load(sb_ptr + offs_n, mask=offs_n < N, other=0.0)
        out = acc.to(tl.float32) * sa[:, None] * sb[None, :]"""
        if per_row
        else """
        # One scale a tensor
        out = acc.to(tl.float32) * tl.load(sa_ptr) * tl.load(sb_ptr)"""
    )
    f.kernel(
        "int8_matmul_kernel",
        "a_ptr, b_ptr, c_ptr, sa_ptr, sb_ptr, M, N, K, stride_am, stride_ak, stride_bk, stride_bn, stride_cm, stride_cn, "
        "BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr",
        f"""
        pid_m = tl.program_id(0)
        pid_n = tl.program_id(1)
        offs_m = pid_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = pid_n * BLOCK_N + tl.arange(0, BLOCK_N)
        offs_k = tl.arange(0, BLOCK_K)
        acc = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.int32)
        a_ptrs = a_ptr + offs_m[:, None] * stride_am + offs_k[None, :] * stride_ak
        b_ptrs = b_ptr + offs_k[:, None] * stride_bk + offs_n[None, :] * stride_bn
        for k in range(0, K, BLOCK_K):
            a = tl.load(a_ptrs, mask=(offs_m[:, None] < M) & (offs_k[None, :] < K - k), other=0)
            b = tl.load(b_ptrs, mask=(offs_k[:, None] < K - k) & (offs_n[None, :] < N), other=0)
            acc += tl.dot(a, b, out_dtype=tl.int32)
            a_ptrs += BLOCK_K * stride_ak
            b_ptrs += BLOCK_K * stride_bk{scale}
        c_ptrs = c_ptr + offs_m[:, None] * stride_cm + offs_n[None, :] * stride_cn
        tl.store(c_ptrs, out, mask=(offs_m[:, None] < M) & (offs_n[None, :] < N))
        """,
    )
    bm, bn, bk = rng.choice(((32, 32, 32), (32, 64, 32), (64, 64, 64), (64, 32, 32)))
    f.host(
        "int8_matmul(a: torch.Tensor, b: torch.Tensor, scale_a: torch.Tensor, scale_b: torch.Tensor) -> torch.Tensor",
        """
        M, K = a.shape
        N = b.shape[1]
        c = torch.empty((M, N), device=a.device, dtype=torch.float32)
        LAUNCH
        return c
        """,
        Launch("int8_matmul_kernel", ("triton.cdiv(M, {BLOCK_M})", "triton.cdiv(N, {BLOCK_N})"),
               "a, b, c, scale_a, scale_b, M, N, K, a.stride(0), a.stride(1), b.stride(0), b.stride(1), c.stride(0), c.stride(1)",
               {"BLOCK_M": bm, "BLOCK_N": bn, "BLOCK_K": bk}, options=rng.choice(({}, {"num_warps": 4}))),
    )  # fmt: skip
    scales = ("m", "n") if per_row else ("1", "1")
    unit = "(a.to(torch.float32) @ b.to(torch.float32))"
    expected = f"{unit} * scale_a[:, None] * scale_b[None, :]" if per_row else f"{unit} * scale_a * scale_b"
    f.test(
        "int8_matmul",
        ["a = torch.randint(-127, 127, (m, k), device=DEV, dtype=torch.int8)", "b = torch.randint(-127, 127, (k, n), device=DEV, dtype=torch.int8)",
         f"scale_a = torch.rand({scales[0]}, device=DEV) * 0.01", f"scale_b = torch.rand({scales[1]}, device=DEV) * 0.01"],
        "int8_matmul(a, b, scale_a, scale_b)", expected, sizes={"m": (40, 64), "n": (50, 64), "k": (64, 100)}, tolerance=1e-3,
    )  # fmt: skip
    return f.design()
