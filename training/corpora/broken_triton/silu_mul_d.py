# SwiGLU activation as used in gated MLPs
import torch, triton
import triton.language as tl

@triton.jit
def silu(x):
    return x * tl.sigmoid(x)

@triton.jit
def swiglu_kernel(gate_ptr, up_ptr, out_ptr, n, BLOCK: tl.constexpr):
    i = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    m = i < n
    g = tl.load(gate_ptr + i, mask=m, other=0)
    u = tl.load(up_ptr + i, mask=m, other=0)
    tl.store(out_ptr + i, (silu(g) * u).to(tl.float16), mask=m)

def swiglu(gate, up):
    out = torch.empty_like(gate)
    n = gate.numel()
    swiglu_kernel[(triton.cdiv(n, 512),)](gate, up, out, n, BLOCK=512)
    return out

def test_swiglu():
    gate = torch.randn(1300, device="cuda", dtype=torch.float16)
    up = torch.randn(1300, device="cuda", dtype=torch.float16)
    expected = (torch.nn.functional.silu(gate.float()) * up.float()).to(torch.float16)
    torch.testing.assert_close(swiglu(gate, up), expected, atol=2e-3, rtol=2e-3)
