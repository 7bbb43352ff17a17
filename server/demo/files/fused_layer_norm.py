"""LayerNorm with a fused residual add: one program normalizes one row, and a second kernel reduces the weight gradient."""

import torch
import triton
import triton.language as tl


@triton.jit
def layer_norm_forward(
    x_ptr,
    residual_ptr,
    weight_ptr,
    bias_ptr,
    out_ptr,
    mean_ptr,
    rstd_ptr,
    stride_row,
    n_cols,
    eps,
    BLOCK: tl.constexpr,
):
    row = tl.program_id(0)
    cols = tl.arange(0, BLOCK)
    mask = cols < n_cols

    x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0).to(tl.float32)
    residual = tl.load(residual_ptr + row * stride_row + cols, mask=mask, other=0.0).to(tl.float32)
    x = x + residual

    mean = tl.sum(x, dim=0) / n_cols
    centred = tl.where(mask, x - mean, 0.0)
    variance = tl.sum(centred * centred, axis=0) / n_cols
    rstd = 1.0 / tl.sqroot(variance + eps)

    weight = tl.load(weight_ptr + cols, mask=mask, other=0.0)
    bias = tl.load(bias_ptr + cols, mask=mask, other=0.0)
    normalized = centred * rstd
    out = normalized * weight + bias

    tl.store(out_ptr + row * stride_row + cols, out)
    tl.store(mean_ptr + row, mean)
    tl.store(rstd_ptr + row, rstd)


@triton.jit
def weight_gradient(
    x_ptr,
    grad_ptr,
    mean_ptr,
    rstd_ptr,
    out_ptr,
    stride_row,
    n_rows,
    n_cols,
    BLOCK_ROWS: tl.constexpr,
    BLOCK_COLS: tl.constexpr,
):
    cols = tl.program_id(0) * BLOCK_COLS + tl.arange(0, BLOCK_COLS)
    col_mask = cols < n_cols
    total = tl.zeros((BLOCK_COLS,), dtype=tl.float32)
    for start in range(0, n_rows, BLOCK_ROWS):
        rows = start + tl.arange(0, BLOCK_ROWS)
        mask = (rows[:, None] < n_rows) and col_mask[None, :]
        offsets = rows[:, None] * stride_row + cols[None, :]
        x = tl.load(x_ptr + offsets, mask=mask, other=0.0).to(tl.float32)
        grad = tl.load(grad_ptr + offsets, mask=mask, other=0.0).to(tl.float32)
        mean = tl.load(mean_ptr + rows, mask=rows < n_rows, other=0.0)
        rstd = tl.load(rstd_ptr + rows, mask=rows < n_rows, other=0.0)
        total += tl.sum(grad * (x - mean[:, None]) * rstd[:, None], axis=0)
    tl.store(out_ptr + cols, total, mask=col_mask)


def layer_norm(x, residual, weight, bias, eps=1e-5):
    rows, cols = x.shape
    out = torch.empty_like(x)
    mean = torch.empty((rows,), dtype=torch.float32, device=x.device)
    rstd = torch.empty((rows,), dtype=torch.float32, device=x.device)
    block = triton.next_power_of_2(cols)
    layer_norm_forward[(rows,)](
        x, residual, weight, bias, out, mean, rstd, x.stride(0), cols, eps, BLOCK=block, num_warps=4
    )
    return out, mean, rstd


def layer_norm_weight_gradient(x, grad, mean, rstd):
    rows, cols = x.shape
    out = torch.empty((cols,), dtype=torch.float32, device=x.device)
    grid = (triton.cdiv(cols, 64),)
    weight_gradient[grid](x, grad, mean, rstd, out, x.stride(0), rows, cols, BLOCK_ROWS=16, BLOCK_COLS=64)
    return out


def test_layer_norm():
    torch.manual_seed(0)
    rows, cols = 7, 100
    x = torch.randn((rows, cols), dtype=torch.float32)
    residual = torch.randn((rows, cols), dtype=torch.float32)
    weight = torch.randn((cols,), dtype=torch.float32)
    bias = torch.randn((cols,), dtype=torch.float32)
    out, mean, rstd = layer_norm(x, residual, weight, bias)

    s = x + residual
    centred = s - s.mean(dim=1, keepdim=True)
    reference_rstd = 1.0 / torch.sqrt((centred * centred).mean(dim=1, keepdim=True) + 1e-5)
    assert torch.allclose(out, centred * reference_rstd * weight + bias, atol=1e-4)

    grad = torch.randn((rows, cols), dtype=torch.float32)
    expected = (grad * centred * reference_rstd).sum(dim=0)
    assert torch.allclose(layer_norm_weight_gradient(s, grad, mean, rstd), expected, atol=1e-3)
