import math
import torch
import triton
import triton.language as tl


@triton.jit
def attention_fwd(Q, K, V, Out, sm_scale, N_CTX, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, D: tl.constexpr):
    start_m = tl.program_id(0)
    head = tl.program_id(1)
    base = head * N_CTX * D
    offs_m = start_m * BLOCK_M + tl.arange(0, BLOCK_M)
    offs_n = tl.arange(0, BLOCK_N)
    offs_d = tl.arange(0, D)
    q = tl.load(Q + base + offs_m[:, None] * D + offs_d[None, :], mask=offs_m[:, None] < N_CTX, other=0.0)
    m_i = tl.full([BLOCK_M], float("-inf"), dtype=tl.float32)
    l_i = tl.zeros([BLOCK_M], dtype=tl.float32)
    acc = tl.zeros([BLOCK_M, D], dtype=tl.float32)
    for start_n in range(0, N_CTX, BLOCK_N):
        cols = start_n + offs_n
        k = tl.load(K + base + cols[:, None] * D + offs_d[None, :], mask=cols[:, None] < N_CTX, other=0.0)
        v = tl.load(V + base + cols[:, None] * D + offs_d[None, :], mask=cols[:, None] < N_CTX, other=0.0)
        qk = tl.dot(q, tl.trans(k)) * sm_scale
        qk = tl.where(cols[None, :] < N_CTX, qk, float("-inf"))
        m_new = tl.maximum(m_i, tl.max(qk, axis=1))
        alpha = tl.exp(m_i - m_new)
        p = tl.exp(qk - m_new[:, None])
        acc = acc * alpha[:, None] + tl.dot(p, v)
        l_i = l_i * alpha + tl.sum(p, axis=1)
        m_i = m_new
    acc = acc / l_i[:, None]
    tl.store(Out + base + offs_m[:, None] * D + offs_d[None, :], acc.to(tl.float16), mask=offs_m[:, None] < N_CTX)


def attention(q, k, v):
    heads, n_ctx, d = q.shape
    out = torch.empty_like(q)
    grid = (triton.cdiv(n_ctx, 32), heads)
    attention_fwd[grid](q, k, v, out, 1.0 / math.sqrt(d), n_ctx, BLOCK_M=32, BLOCK_N=32, D=d)
    return out


def test_attention():
    torch.manual_seed(0)
    q, k, v = (torch.randn(2, 40, 16, device="cuda", dtype=torch.float16) for _ in range(3))
    scores = torch.softmax(q.float() @ k.float().transpose(1, 2) / 4.0, dim=-1)
    torch.testing.assert_close(attention(q, k, v).float(), scores @ v.float(), atol=1e-2, rtol=1e-2)
