"""Row gathers from a table, and index_select."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "embedding", "Embedding lookup: copies one table row a token.")
    pad = rng.random() < 0.4
    zeroed = "\n        row = tl.where(index != padding_idx, row, 0.0)" if pad else ""
    f.kernel(
        "embedding_kernel",
        f"index_ptr, table_ptr, out_ptr, dim, stride_row, {'padding_idx, ' if pad else ''}BLOCK_SIZE: tl.constexpr",
        f"""
        token = tl.program_id(0)
        index = tl.load(index_ptr + token)
        cols = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = cols < dim
        # Each token reads its own row.
        row = tl.load(table_ptr + index * stride_row + cols, mask=mask, other=0.0){zeroed}
        tl.store(out_ptr + token * dim + cols, row, mask=mask)
        """,
    )
    f.host(
        f"embedding(index: torch.Tensor, table: torch.Tensor{', padding_idx: int' if pad else ''}) -> torch.Tensor",
        """
        n_tokens = index.numel()
        dim = table.shape[1]
        out = torch.empty((n_tokens, dim), device=table.device, dtype=table.dtype)
        LAUNCH
        return out
        """,
        Launch("embedding_kernel", ("n_tokens", "triton.cdiv(dim, {BLOCK_SIZE})"),
               f"index, table, out, dim, table.stride(0){', padding_idx' if pad else ''}", {"BLOCK_SIZE": rng.choice((32, 64, 128))}),
    )  # fmt: skip
    inputs = ["table = torch.randn(v, d, device=DEV)", "index = torch.randint(0, v, (t,), device=DEV)"]
    expected = "table[index]" if not pad else "torch.where((index != 3)[:, None], table[index], 0.0)"
    f.test("embedding", inputs, f"embedding(index, table{', 3' if pad else ''})", expected if pad else rng.choice((expected, "F.embedding(index, table)")),
           sizes={"v": (20, 50), "d": (48, 100), "t": (9, 30)})  # fmt: skip
    return f.design()
