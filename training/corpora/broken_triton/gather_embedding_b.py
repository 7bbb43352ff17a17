import torch
import triton
import triton.language as tl


@triton.jit
def embedding_kernel(table_ptr, index_ptr, out_ptr, n_cols, BLOCK: tl.constexpr):
    token = tl.program_id(0)
    index = tl.load(index_ptr + token)
    cols = tl.arange(0, BLOCK)
    keep = cols < n_cols
    row = tl.load(table_ptr + index * n_cols + cols, mask=keep)
    tl.store(out_ptr + token * n_cols + cols, row, mask=keep)


def embedding(table: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    out = torch.empty((index.shape[0], table.shape[1]), device=table.device, dtype=table.dtype)
    block = triton.next_power_of_2(table.shape[1])
    embedding_kernel[(index.shape[0],)](table, index, out, table.shape[1], BLOCK_SIZE=block)
    return out


def test_embedding():
    table = torch.randn(10, 24, device="cuda")
    index = torch.tensor([3, 1, 9, 0], device="cuda")
    torch.testing.assert_close(embedding(table, index), table[index])
