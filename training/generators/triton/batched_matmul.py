"""Products of two batches of matrices."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "batched_matmul", "Batched matrix multiplication; the batch is the third axis of the grid.")
    axes = rng.choice((("2", "0", "1"), ("0", "1", "2")))
    half = rng.random() < 0.5
    f.kernel(
        "bmm_kernel",
        "a_ptr, b_ptr, c_ptr, M, N, K, stride_ab, stride_am, stride_ak, stride_bb, stride_bk, stride_bn, stride_cb, "
        "stride_cm, stride_cn, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr",
        f"""
        batch = tl.program_id({axes[0]})
        pid_m = tl.program_id({axes[1]})
        pid_n = tl.program_id({axes[2]})
        a_ptr += batch * stride_ab
        b_ptr += batch * stride_bb
        c_ptr += batch * stride_cb

        offs_m = pid_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = pid_n * BLOCK_N + tl.arange(0, BLOCK_N)
        acc = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
        for start in range(0, K, BLOCK_K):
            offs_k = start + tl.arange(0, BLOCK_K)
            a = tl.load(
                a_ptr + offs_m[:, None] * stride_am + offs_k[None, :] * stride_ak,
                mask=(offs_m[:, None] < M) & (offs_k[None, :] < K),
                other=0.0,
            )
            b = tl.load(
                b_ptr + offs_k[:, None] * stride_bk + offs_n[None, :] * stride_bn,
                mask=(offs_k[:, None] < K) & (offs_n[None, :] < N),
                other=0.0,
            )
            acc = tl.dot(a, b, acc)
        tl.store(
            c_ptr + offs_m[:, None] * stride_cm + offs_n[None, :] * stride_cn,
            acc.to(c_ptr.dtype.element_ty),
            mask=(offs_m[:, None] < M) & (offs_n[None, :] < N),
        )
        """,
    )
    bm, bn, bk = rng.choice(((16, 32, 32), (32, 32, 32), (64, 32, 16), (64, 64, 32)))
    tiles = ("triton.cdiv(M, {BLOCK_M})", "triton.cdiv(N, {BLOCK_N})")
    grid = (*tiles, "batch") if axes[0] == "2" else ("batch", *tiles)
    f.host(
        "bmm(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor",
        """
        batch, M, K = a.shape
        _, _, N = b.shape
        c = torch.empty((batch, M, N), device=a.device, dtype=a.dtype)
        LAUNCH
        return c
        """,
        Launch(
            "bmm_kernel", grid,
            "a, b, c, M, N, K, a.stride(0), a.stride(1), a.stride(2), b.stride(0), b.stride(1), b.stride(2), c.stride(0), "
            "c.stride(1), c.stride(2)", {"BLOCK_M": bm, "BLOCK_N": bn, "BLOCK_K": bk}, options=rng.choice(({}, {"num_warps": 4})),
        ),
    )  # fmt: skip
    kind = ", dtype=torch.float16" if half else ""
    f.test("bmm", [f"a = torch.randn(batch, m, k, device=DEV{kind})", f"b = torch.randn(batch, k, n, device=DEV{kind})"], "bmm(a, b)",
           rng.choice(("torch.bmm(a, b)", "a @ b")), sizes={"batch": (2, 3), "m": (40, 33), "n": (50, 64), "k": (32, 70)},
           tolerance=2e-2 if half else 1e-2)  # fmt: skip
    return f.design()
