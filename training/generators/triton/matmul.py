"""Blocked matrix multiplication, plain or with grouped program order."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "matmul", "C = A @ B in blocks.")
    grouped = rng.random() < 0.5
    half = rng.random() < 0.6
    store = rng.choice(("acc", "acc.to(c_ptr.dtype.element_ty)")) if not half else "acc.to(tl.float16)"
    wrap = rng.random() < 0.4
    if grouped:
        order = """
        pid = tl.program_id(axis=0)
        num_pid_m = tl.cdiv(M, BLOCK_M)
        num_pid_n = tl.cdiv(N, BLOCK_N)
        # Programs of one group share rows of A in the L2 cache.
        num_pid_in_group = GROUP_M * num_pid_n
        group_id = pid // num_pid_in_group
        first_pid_m = group_id * GROUP_M
        group_size_m = min(num_pid_m - first_pid_m, GROUP_M)
        pid_m = first_pid_m + ((pid % num_pid_in_group) % group_size_m)
        pid_n = (pid % num_pid_in_group) // group_size_m
        """
        grid = ["triton.cdiv(M, {BLOCK_M}) * triton.cdiv(N, {BLOCK_N})"]
    else:
        order = "\n        pid_m = tl.program_id(0)\n        pid_n = tl.program_id(1)\n"
        grid = ["triton.cdiv(M, {BLOCK_M})", "triton.cdiv(N, {BLOCK_N})"]
    rows = " % M" if wrap else ""
    columns = " % N" if wrap else ""
    k_mask = "offs_k[None, :] < K - k * BLOCK_K", "offs_k[:, None] < K - k * BLOCK_K"
    masks = k_mask if wrap else (f"(offs_m[:, None] < M) & ({k_mask[0]})", f"({k_mask[1]}) & (offs_n[None, :] < N)")
    dot = rng.choice(("acc += tl.dot(a, b)", "acc = tl.dot(a, b, acc)", "acc += tl.dot(a, b)"))
    f.kernel(
        "matmul_kernel",
        "a_ptr, b_ptr, c_ptr, M, N, K, stride_am, stride_ak, stride_bk, stride_bn, stride_cm, stride_cn, "
        "BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr"
        + (", GROUP_M: tl.constexpr" if grouped else ""),
        f"""{order}
        offs_m = pid_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = pid_n * BLOCK_N + tl.arange(0, BLOCK_N)
        offs_k = tl.arange(0, BLOCK_K)
        a_ptrs = a_ptr + (offs_m{rows})[:, None] * stride_am + offs_k[None, :] * stride_ak
        b_ptrs = b_ptr + offs_k[:, None] * stride_bk + (offs_n{columns})[None, :] * stride_bn

        acc = tl.zeros((BLOCK_M, BLOCK_N), dtype=tl.float32)
        for k in range(0, tl.cdiv(K, BLOCK_K)):
            a = tl.load(a_ptrs, mask={masks[0]}, other=0.0)
            b = tl.load(b_ptrs, mask={masks[1]}, other=0.0)
            {dot}
            a_ptrs += BLOCK_K * stride_ak
            b_ptrs += BLOCK_K * stride_bk

        c_ptrs = c_ptr + offs_m[:, None] * stride_cm + offs_n[None, :] * stride_cn
        c_mask = (offs_m[:, None] < M) & (offs_n[None, :] < N)
        tl.store(c_ptrs, {store}, mask=c_mask)
        """.replace("(offs_m)[", "offs_m[").replace("(offs_n)[", "offs_n["),
    )
    group = {"GROUP_M": rng.choice((4, 8))} if grouped else {}
    bm, bn, bk = rng.choice(((32, 32, 32), (64, 64, 32), (32, 64, 16), (64, 32, 32), (128, 64, 32)))
    small = (
        ((64, 64, 32), {"num_stages": 3, "num_warps": 4}), ((128, 64, 32), {"num_stages": 3, "num_warps": 4}),
        ((64, 128, 32), {"num_stages": 2, "num_warps": 4}), ((64, 64, 64), {"num_stages": 2, "num_warps": 4}),
    )  # fmt: skip
    # The last three need most of an A100's 163 KiB, more than an MI300 has.
    large = (
        ((128, 128, 32), {"num_stages": 3, "num_warps": 8}), ((32, 64, 64), {"num_stages": 5, "num_warps": 2}),
        ((128, 128, 64), {"num_stages": 3, "num_warps": 8}), ((128, 128, 64), {"num_stages": 5, "num_warps": 8}),
        ((128, 256, 32), {"num_stages": 4, "num_warps": 8}),
    )  # fmt: skip
    pool = (rng.choice(small), rng.choice(large if half else small))
    configs = [({"BLOCK_M": m, "BLOCK_N": n, "BLOCK_K": k, **group}, options) for (m, n, k), options in pool]
    configurations = configs if rng.random() < 0.5 else ()
    dtype = "torch.float16" if half else "torch.float32"
    f.host(
        "matmul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor",
        f"""
        assert a.shape[1] == b.shape[0], "incompatible dimensions"
        M, K = a.shape
        K, N = b.shape
        c = torch.empty((M, N), device=a.device, dtype={rng.choice(("a.dtype", dtype))})
        LAUNCH
        return c
        """,
        Launch(
            "matmul_kernel", grid,
            "a, b, c, M, N, K, a.stride(0), a.stride(1), b.stride(0), b.stride(1), c.stride(0), c.stride(1)",
            {"BLOCK_M": bm, "BLOCK_N": bn, "BLOCK_K": bk, **group}, configurations, ("M", "N", "K"),
            rng.choice(({}, {"num_warps": 4}, {"num_warps": 4, "num_stages": 3})),
        ),
    )  # fmt: skip
    f.parameters |= {"grouped": int(grouped), "dtype": dtype}
    f.test(
        "matmul", [f"a = torch.randn((m, k), device=DEV, dtype={dtype})", f"b = torch.randn((k, n), device=DEV, dtype={dtype})"],
        "matmul(a, b)", rng.choice(("a @ b", "torch.matmul(a, b)")),
        sizes={"m": (100, 65, 128), "n": (96, 70, 130), "k": (64, 100, 45)}, tolerance=2e-2 if half else 1e-2,
    )  # fmt: skip
    return f.design()
