"""Fused attention forward: online softmax over blocks of keys, causal or not, with grouped heads.

One program computes BLOCK_M rows of queries for one head of one batch entry.
"""

import math

import torch
import triton
import triton.language as tl


@triton.jit
def _attention_inner(
    acc,
    l_i,
    m_i,
    q,
    k_base,
    v_base,
    stride_kn,
    stride_kd,
    stride_vn,
    stride_vd,
    start_m,
    qk_scale,
    n_ctx,
    BLOCK_M: tl.constexpr,
    BLOCK_N: tl.constexpr,
    HEAD_DIM: tl.constexpr,
    STAGE: tl.constexpr,
    offs_m: tl.constexpr,
    offs_n: tl.constexpr,
):
    if STAGE == 1:
        lo, hi = 0, start_m * BLOCK_M
    elif STAGE == 2:
        lo, hi = start_m * BLOCK_M, (start_m + 1) * BLOCK_M
    else:
        lo, hi = 0, n_ctx
    offs_d = tl.arange(0, HEAD_DIM)
    for start_n in range(lo, hi, BLOCK_N):
        start_n = tl.multiple_of(start_n, BLOCK_N)
        cols = start_n + offs_n
        k = tl.load(
            k_base + offs_d[:, None] * stride_kd + cols[None, :] * stride_kn, mask=cols[None, :] < n_ctx, other=0.0
        )
        qk = tl.dot(q, k) * qk_scale
        keep = cols[None, :] < n_ctx
        if STAGE == 2:
            keep = keep & (offs_m[:, None] >= cols[None, :])
        qk = tl.where(keep, qk, -1.0e6)
        m_ij = tl.maximum(m_i, tl.max(qk, 1))
        p = tl.math.exp2(qk - m_ij[:, None])
        alpha = tl.math.exp2(m_i - m_ij)
        l_i = l_i * alpha + tl.sum(p, 1)
        acc = acc * alpha[:, None]
        v = tl.load(
            v_base + cols[:, None] * stride_vn + offs_d[None, :] * stride_vd, mask=cols[:, None] < n_ctx, other=0.0
        )
        acc = tl.dot(p.to(v.dtype), v, acc)
        m_i = m_ij
    return acc, l_i, m_i


@triton.jit
def attention_kernel(
    q_ptr,
    k_ptr,
    v_ptr,
    out_ptr,
    lse_ptr,
    sm_scale,
    stride_qz,
    stride_qh,
    stride_qm,
    stride_qd,
    stride_kz,
    stride_kh,
    stride_kn,
    stride_kd,
    stride_vz,
    stride_vh,
    stride_vn,
    stride_vd,
    stride_oz,
    stride_oh,
    stride_om,
    stride_od,
    n_heads,
    n_ctx,
    GROUP: tl.constexpr,
    HEAD_DIM: tl.constexpr,
    BLOCK_M: tl.constexpr,
    BLOCK_N: tl.constexpr,
    CAUSAL: tl.constexpr,
):
    tl.static_assert(BLOCK_N <= BLOCK_M)
    start_m = tl.program_id(0)
    off_hz = tl.program_id(1)
    off_z = off_hz // n_heads
    off_h = off_hz % n_heads
    off_kv = off_h // GROUP

    q_base = q_ptr + off_z.to(tl.int64) * stride_qz + off_h.to(tl.int64) * stride_qh
    k_base = k_ptr + off_z.to(tl.int64) * stride_kz + off_kv.to(tl.int64) * stride_kh
    v_base = v_ptr + off_z.to(tl.int64) * stride_vz + off_kv.to(tl.int64) * stride_vh
    out_base = out_ptr + off_z.to(tl.int64) * stride_oz + off_h.to(tl.int64) * stride_oh

    offs_m = start_m * BLOCK_M + tl.arange(0, BLOCK_M)
    offs_n = tl.arange(0, BLOCK_N)
    offs_d = tl.arange(0, HEAD_DIM)
    row_mask = offs_m < n_ctx

    m_i = tl.full([BLOCK_M], -float("inf"), dtype=tl.float32)
    l_i = tl.full([BLOCK_M], 1.0, dtype=tl.float32) * 0.0
    acc = tl.zeros([BLOCK_M, HEAD_DIM], dtype=tl.float32)
    qk_scale = sm_scale * 1.44269504
    q = tl.load(q_base + offs_m[:, None] * stride_qm + offs_d[None, :] * stride_qd, mask=row_mask[:, None], other=0.0)

    if CAUSAL:
        acc, l_i, m_i = _attention_inner(
            acc, l_i, m_i, q, k_base, v_base, stride_kn, stride_kd, stride_vn, stride_vd, start_m, qk_scale, n_ctx,
            BLOCK_M, BLOCK_N, HEAD_DIM, 1, offs_m, offs_n,
        )  # fmt: skip
        acc, l_i, m_i = _attention_inner(
            acc, l_i, m_i, q, k_base, v_base, stride_kn, stride_kd, stride_vn, stride_vd, start_m, qk_scale, n_ctx,
            BLOCK_M, BLOCK_N, HEAD_DIM, 2, offs_m, offs_n,
        )  # fmt: skip
    else:
        acc, l_i, m_i = _attention_inner(
            acc, l_i, m_i, q, k_base, v_base, stride_kn, stride_kd, stride_vn, stride_vd, start_m, qk_scale, n_ctx,
            BLOCK_M, BLOCK_N, HEAD_DIM, 3, offs_m, offs_n,
        )  # fmt: skip

    lse = m_i + tl.math.log2(l_i)
    acc = acc / l_i[:, None]
    tl.store(lse_ptr + off_hz * n_ctx + offs_m, lse, mask=row_mask)
    tl.store(
        out_base + offs_m[:, None] * stride_om + offs_d[None, :] * stride_od,
        acc.to(out_ptr.dtype.element_ty),
        mask=row_mask[:, None],
    )


def attention(q, k, v, causal=False):
    batch, n_heads, n_ctx, head_dim = q.shape
    group = n_heads // k.shape[1]
    out = torch.empty_like(q)
    lse = torch.empty((batch, n_heads, n_ctx), device=q.device, dtype=torch.float32)
    block_m, block_n = 32, 32
    grid = (triton.cdiv(n_ctx, block_m), batch * n_heads)
    attention_kernel[grid](
        q, k, v, out, lse, 1.0 / math.sqrt(head_dim),
        *q.stride(), *k.stride(), *v.stride(), *out.stride(),
        n_heads, n_ctx,
        GROUP=group, HEAD_DIM=head_dim, BLOCK_M=block_m, BLOCK_N=block_n, CAUSAL=causal, num_warps=4,
    )  # fmt: skip
    return out


def reference(q, k, v, causal):
    group = q.shape[1] // k.shape[1]
    k = k.repeat_interleave(group, dim=1)
    v = v.repeat_interleave(group, dim=1)
    scores = torch.matmul(q.float(), k.float().transpose(-2, -1)) / math.sqrt(q.shape[-1])
    if causal:
        keep = torch.tril(torch.ones(q.shape[2], k.shape[2], device=q.device)).bool()
        scores = scores.masked_fill(~keep, float("-inf"))
    return torch.matmul(torch.softmax(scores, dim=-1), v.float()).to(q.dtype)


def _check(causal):
    torch.manual_seed(1)
    q = torch.randn((1, 4, 80, 32), device="cuda", dtype=torch.float16)
    k = torch.randn((1, 2, 80, 32), device="cuda", dtype=torch.float16)
    v = torch.randn((1, 2, 80, 32), device="cuda", dtype=torch.float16)
    torch.testing.assert_close(attention(q, k, v, causal), reference(q, k, v, causal), atol=2e-2, rtol=0)


def test_attention():
    _check(causal=False)


def test_causal_attention():
    _check(causal=True)
