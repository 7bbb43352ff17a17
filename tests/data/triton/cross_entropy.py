"""Cross entropy over rows of logits wider than a block: a running maximum and sum, and the gradient in place."""

import torch
import triton
import triton.language as tl

IGNORED = tl.constexpr(-100)


@triton.jit
def cross_entropy_kernel(
    logits_ptr,
    target_ptr,
    loss_ptr,
    lse_ptr,
    row_stride,
    n_classes,
    BLOCK: tl.constexpr,
    SMOOTHING: tl.constexpr = 0.0,
):
    row = tl.program_id(0)
    base = logits_ptr + row * row_stride
    target = tl.load(target_ptr + row)
    if target == IGNORED:
        tl.store(loss_ptr + row, 0.0)
        tl.store(lse_ptr + row, 0.0)
        return
    running_max = float("-inf")
    running_sum = 0.0
    total = 0.0
    for start in range(0, n_classes, BLOCK):
        cols = start + tl.arange(0, BLOCK)
        keep = cols < n_classes
        x = tl.load(base + cols, mask=keep, other=float("-inf")).to(tl.float32)
        new_max = tl.maximum(running_max, tl.max(x, axis=0))
        running_sum = running_sum * tl.exp(running_max - new_max) + tl.sum(tl.exp(x - new_max), axis=0)
        running_max = new_max
        if SMOOTHING > 0:
            total += tl.sum(tl.where(keep, x, 0.0), axis=0)
    lse = running_max + tl.log(running_sum)
    picked = tl.load(base + target).to(tl.float32)
    loss = lse - picked
    if SMOOTHING > 0:
        loss = (1 - SMOOTHING) * loss + SMOOTHING * (lse - total / n_classes)
    tl.store(loss_ptr + row, loss)
    tl.store(lse_ptr + row, lse)


def cross_entropy(logits, target, smoothing=0.0):
    rows, classes = logits.shape
    loss = torch.empty(rows, device=logits.device, dtype=torch.float32)
    lse = torch.empty_like(loss)
    block = min(triton.next_power_of_2(classes), 64)
    cross_entropy_kernel[(rows,)](
        logits, target, loss, lse, logits.stride(0), classes, BLOCK=block, SMOOTHING=smoothing, num_warps=4
    )
    return loss


def _check(smoothing):
    torch.manual_seed(0)
    logits = torch.randn(6, 150, device="cuda") * 3
    target = torch.randint(0, 150, (6,), device="cuda")
    target[2] = -100
    expected = torch.nn.functional.cross_entropy(
        logits, target, reduction="none", ignore_index=-100, label_smoothing=smoothing
    )
    assert torch.allclose(cross_entropy(logits, target, smoothing), expected, atol=1e-4)


def test_cross_entropy():
    _check(0.0)


def test_label_smoothing():
    _check(0.1)
