"""Matrix multiplication whose inner dimension is split over programs that add atomically."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "split_k_matmul", "Split-K matrix multiplication: partial products are added atomically.")
    f.kernel(
        "split_k_kernel",
        "a_ptr, b_ptr, c_ptr, M, N, K, stride_am, stride_bk, stride_cm, "
        "BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr, SPLIT_K: tl.constexpr",
        """
        pid = tl.program_id(0)
        pid_k = tl.program_id(1)
        num_pid_n = tl.cdiv(N, BLOCK_N)
        pid_m = pid // num_pid_n
        pid_n = pid % num_pid_n
        offs_m = pid_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = pid_n * BLOCK_N + tl.arange(0, BLOCK_N)
        # This program's share of K starts at its own block and strides over the others.
        offs_k = pid_k * BLOCK_K + tl.arange(0, BLOCK_K)
        acc = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
        for k in range(0, tl.cdiv(K, BLOCK_K * SPLIT_K)):
            a = tl.load(
                a_ptr + offs_m[:, None] * stride_am + offs_k[None, :],
                mask=(offs_m[:, None] < M) & (offs_k[None, :] < K),
                other=0.0,
            )
            b = tl.load(
                b_ptr + offs_k[:, None] * stride_bk + offs_n[None, :],
                mask=(offs_k[:, None] < K) & (offs_n[None, :] < N),
                other=0.0,
            )
            acc += tl.dot(a, b)
            offs_k += BLOCK_K * SPLIT_K
        c_mask = (offs_m[:, None] < M) & (offs_n[None, :] < N)
        tl.atomic_add(c_ptr + offs_m[:, None] * stride_cm + offs_n[None, :], acc, mask=c_mask)
        """,
    )
    bm, bn, bk = rng.choice(((16, 32, 16), (32, 32, 32), (32, 64, 32)))
    f.host(
        "split_k_matmul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor",
        f"""
        M, K = a.shape
        N = b.shape[1]
        # Partial sums are added, so the output starts at zero.
        c = torch.zeros({rng.choice(("(M, N)", "M, N"))}, device=a.device, dtype=torch.float32)
        LAUNCH
        return c
        """,
        Launch("split_k_kernel", ("triton.cdiv(M, {BLOCK_M}) * triton.cdiv(N, {BLOCK_N})", "{SPLIT_K}"),
               "a, b, c, M, N, K, a.stride(0), b.stride(0), c.stride(0)",
               {"BLOCK_M": bm, "BLOCK_N": bn, "BLOCK_K": bk, "SPLIT_K": rng.choice((2, 4))}),
    )  # fmt: skip
    f.test("split_k_matmul", ["a = torch.randn(m, k, device=DEV)", "b = torch.randn(k, n, device=DEV)"], "split_k_matmul(a, b)",
           rng.choice(("a @ b", "torch.mm(a, b)")), sizes={"m": (32, 50), "n": (40, 64), "k": (200, 256)}, tolerance=1e-2)  # fmt: skip
    return f.design()
