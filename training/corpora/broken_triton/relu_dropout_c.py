import torch
import triton
import triton.language as tl

@triton.jit
def relu(x):
    return tl.where(x > 0, x, 0.0)

@triton.jit
def relu_bias_kernel(x_ptr, bias_ptr, out_ptr, rows, cols,
                     HAS_BIAS: tl.constexpr, BLOCK_R: tl.constexpr, BLOCK_C: tl.constexpr):
    r = tl.program_id(0) * BLOCK_R + tl.arange(0, BLOCK_R)
    c = tl.program_id(1) * BLOCK_C + tl.arange(0, BLOCK_C)
    mask = r[:, None] < rows & c[None, :] < cols
    x = tl.load(x_ptr + r[:, None] * cols + c[None, :], mask=mask, other=0.0)
    if HAS_BIAS:
        bias = tl.load(bias_ptr + c, mask=c < cols, other=0.0)
        x = x + bias[None, :]
    tl.store(out_ptr + r[:, None] * cols + c[None, :], relu(x), mask=mask)

def relu_bias(x, bias=None):
    rows, cols = x.shape
    out = torch.empty_like(x)
    grid = (triton.cdiv(rows, 16), triton.cdiv(cols, 32))
    relu_bias_kernel[grid](x, bias if bias is not None else x, out, rows, cols,
                           HAS_BIAS=bias is not None, BLOCK_R=16, BLOCK_C=32)
    return out

def test_relu_bias():
    x = torch.randn(20, 40, device="cuda")
    bias = torch.randn(40, device="cuda")
    torch.testing.assert_close(relu_bias(x, bias), torch.relu(x + bias))
    torch.testing.assert_close(relu_bias(x), torch.relu(x))
