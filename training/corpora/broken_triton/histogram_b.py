import torch
import triton
import triton.language as tl


@triton.jit
def histogram_kernel(x_ptr, counts_ptr, n, lo, width, NBINS: tl.constexpr, BLOCK: tl.constexpr):
    offs = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    mask = offs < n
    x = tl.load(x_ptr + offs, mask=mask, other=0.0)
    bins = ((x - lo) / width).to(tl.int32)
    bins = min(max(bins, 0), NBINS - 1)
    tl.atomic_add(counts_ptr + bins, 1, mask=mask)


def histogram(x: torch.Tensor, lo: float, hi: float, nbins: int = 8) -> torch.Tensor:
    counts = torch.zeros(nbins, device=x.device, dtype=torch.int32)
    n = x.numel()
    histogram_kernel[(triton.cdiv(n, 128),)](x, counts, n, lo, (hi - lo) / nbins, NBINS=nbins, BLOCK=128)
    return counts


def test_histogram():
    x = torch.linspace(0.01, 7.99, 300, device="cuda")
    counts = histogram(x, 0.0, 8.0)
    assert int(counts.sum()) == 300
    assert int(counts.min()) > 30
