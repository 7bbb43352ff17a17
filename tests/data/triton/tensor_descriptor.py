"""Transposition through tensor descriptors made on the device, with persistent programs."""

import torch
import triton
import triton.language as tl


@triton.jit
def transpose_kernel(in_ptr, out_ptr, M, N, BM: tl.constexpr, BN: tl.constexpr, PROGRAMS: tl.constexpr):
    source = tl.make_tensor_descriptor(in_ptr, shape=[M, N], strides=[N, 1], block_shape=[BM, BN])
    target = tl.make_tensor_descriptor(out_ptr, shape=[N, M], strides=[M, 1], block_shape=[BN, BM])
    tiles_n = tl.cdiv(N, BN)
    tiles = tl.cdiv(M, BM) * tiles_n
    for tile in tl.range(tl.program_id(0), tiles, PROGRAMS, flatten=True):
        m = tile // tiles_n * BM
        n = tile % tiles_n * BN
        block = source.load([m, n])
        target.store([n, m], block.T)


def transpose(x):
    M, N = x.shape
    out = torch.empty((N, M), device=x.device, dtype=x.dtype)
    triton.set_allocator(lambda size, align, stream: torch.empty(size, device="cuda", dtype=torch.int8))
    transpose_kernel[(2,)](x, out, M, N, BM=32, BN=32, PROGRAMS=2)
    return out


def test_transpose():
    x = torch.randn(96, 64, device="cuda")
    assert torch.equal(transpose(x), x.T.contiguous())
