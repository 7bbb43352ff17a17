"""Atomics, a histogram, a scan with a combine function, a while loop and a tuple result."""

import torch
import triton
import triton.language as tl


@triton.jit
def _combine(decay_a, value_a, decay_b, value_b):
    return decay_a * decay_b, value_a * decay_b + value_b


@triton.jit
def decayed_sum_kernel(decay_ptr, x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    offs = tl.arange(0, BLOCK)
    keep = offs < n
    decay = tl.load(decay_ptr + offs, mask=keep, other=1.0)
    x = tl.load(x_ptr + offs, mask=keep, other=0.0)
    _, total = tl.associative_scan((decay, x), axis=0, combine_fn=_combine)
    tl.store(out_ptr + offs, total, mask=keep)


@triton.jit
def histogram_kernel(x_ptr, counts_ptr, n, BINS: tl.constexpr, BLOCK: tl.constexpr):
    start = tl.program_id(0) * BLOCK
    offs = start + tl.arange(0, BLOCK)
    keep = offs < n
    x = tl.load(x_ptr + offs, mask=keep, other=0)
    counts = tl.histogram(x, BINS, mask=keep)
    tl.atomic_add(counts_ptr + tl.arange(0, BINS), counts)


@triton.jit
def powers_kernel(out_ptr, limit):
    value = 1
    index = 0
    while value < limit:
        tl.store(out_ptr + index, value)
        value = value * 2
        index += 1


def test_decayed_sum():
    torch.manual_seed(0)
    n = 50
    decay = torch.rand(n, device="cuda")
    x = torch.randn(n, device="cuda")
    out = torch.empty_like(x)
    decayed_sum_kernel[(1,)](decay, x, out, n, BLOCK=64)
    expected, running = [], 0.0
    for d, v in zip(decay.tolist(), x.tolist()):
        running = running * d + v
        expected.append(running)
    torch.testing.assert_close(out, torch.tensor(expected, device="cuda"), atol=1e-4, rtol=1e-4)


def test_histogram():
    torch.manual_seed(0)
    x = torch.randint(0, 16, (300,), device="cuda", dtype=torch.int32)
    counts = torch.zeros(16, device="cuda", dtype=torch.int32)
    histogram_kernel[(triton.cdiv(300, 128),)](x, counts, 300, BINS=16, BLOCK=128)
    assert torch.equal(counts.long(), torch.bincount(x.long(), minlength=16))


def test_powers():
    out = torch.zeros(8, device="cuda", dtype=torch.int32)
    powers_kernel[(1,)](out, 200)
    assert out.tolist() == [1, 2, 4, 8, 16, 32, 64, 128]
