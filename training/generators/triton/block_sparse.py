"""Matrix products that skip the blocks a layout leaves out."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "block_sparse", "Dense times block-sparse: a layout says which blocks of A count.")
    f.kernel(
        "block_sparse_kernel",
        "a_ptr, b_ptr, layout_ptr, c_ptr, N, K, stride_a, stride_b, stride_c, n_blocks, BLOCK: tl.constexpr",
        """
        pid_m = tl.program_id(0)
        pid_n = tl.program_id(1)
        offs_m = pid_m * BLOCK + tl.arange(0, BLOCK)
        offs_n = pid_n * BLOCK + tl.arange(0, BLOCK)
        acc = tl.zeros((BLOCK, BLOCK), dtype=tl.float32)
        for block in range(0, n_blocks):
            # Blocks that are zero are never loaded.
            if tl.load(layout_ptr + pid_m * n_blocks + block) != 0:
                offs_k = block * BLOCK + tl.arange(0, BLOCK)
                a = tl.load(a_ptr + offs_m[:, None] * stride_a + offs_k[None, :])
                b = tl.load(b_ptr + offs_k[:, None] * stride_b + offs_n[None, :], mask=offs_n[None, :] < N, other=0.0)
                acc += tl.dot(a, b)
        tl.store(c_ptr + offs_m[:, None] * stride_c + offs_n[None, :], acc, mask=offs_n[None, :] < N)
        """,
    )
    block = rng.choice((16, 32))
    f.host(
        "block_sparse(a: torch.Tensor, b: torch.Tensor, layout: torch.Tensor) -> torch.Tensor",
        """
        M, K = a.shape
        N = b.shape[1]
        n_rows, n_blocks = layout.shape
        c = torch.empty((M, N), device=a.device, dtype=torch.float32)
        LAUNCH
        return c
        """,
        Launch(
            "block_sparse_kernel",
            ("n_rows", "triton.cdiv(N, {BLOCK})"),
            "a, b, layout, c, N, K, a.stride(0), b.stride(0), c.stride(0), n_blocks",
            {"BLOCK": block},
        ),
    )
    f.test(
        "block_sparse",
        ["layout = torch.randint(0, 2, (2, 3), device=DEV, dtype=torch.int32)", f"a = torch.randn({2 * block}, {3 * block}, device=DEV)", f"b = torch.randn({3 * block}, n, device=DEV)",
         f"full = layout.repeat_interleave({block}, 0).repeat_interleave({block}, 1).to(torch.float32)"],
        "block_sparse(a, b, layout)", "(a * full) @ b", sizes={"n": (40, 64)}, tolerance=1e-2,
    )  # fmt: skip
    return f.design()
