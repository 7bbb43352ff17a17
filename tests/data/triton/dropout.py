"""Seeded dropout: the mask is drawn again from the seed instead of being stored. Run by its main block."""

import torch
import triton
import triton.language as tl


@triton.jit
def seeded_dropout_kernel(x_ptr, output_ptr, n_elements, p, seed, BLOCK_SIZE: tl.constexpr):
    pid = tl.program_id(axis=0)
    offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
    mask = offsets < n_elements
    x = tl.load(x_ptr + offsets, mask=mask)
    random = tl.rand(seed, offsets)
    x_keep = random > p
    output = tl.where(x_keep, x / (1 - p), 0.0)
    tl.store(output_ptr + offsets, output, mask=mask)


def seeded_dropout(x, p, seed):
    output = torch.empty_like(x)
    assert x.is_contiguous()
    n_elements = x.numel()
    grid = lambda meta: (triton.cdiv(n_elements, meta["BLOCK_SIZE"]),)  # noqa: E731
    seeded_dropout_kernel[grid](x, output, n_elements, p, seed, BLOCK_SIZE=512)
    return output


if __name__ == "__main__":
    x = torch.randn(size=(1000,), device="cuda").abs() + 0.1
    first = seeded_dropout(x, p=0.5, seed=123)
    again = seeded_dropout(x, p=0.5, seed=123)
    other = seeded_dropout(x, p=0.5, seed=512)
    assert torch.equal(first, again)
    kept = (first != 0).float().mean().item()
    assert 0.4 < kept < 0.6, kept
    assert not bool((first == other).all())
    print(f"kept {kept:.2f}")
