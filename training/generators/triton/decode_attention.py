"""Attention of a single query per head over a cache of keys and values."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(
        rng, "decode_attention", "Decode-step attention: one query token a sequence, any number of cached keys."
    )
    lengths = rng.random() < 0.5
    f.kernel(
        "decode_attention_kernel",
        "q_ptr, k_ptr, v_ptr, out_ptr, "
        + ("lens_ptr" if lengths else "seq_len")
        + ", sm_scale, stride_qb, stride_kb, stride_ks, "
        "BLOCK_N: tl.constexpr, HEAD_DIM: tl.constexpr",
        f"""
        batch = tl.program_id(0)
        offs_d = tl.arange(0, HEAD_DIM)
        {"seq_len = tl.load(lens_ptr + batch)" if lengths else "offs_n = tl.arange(0, BLOCK_N)"}
        q = tl.load(q_ptr + batch * stride_qb + offs_d)
        m_i = -1.0e30
        l_i = 0.0
        acc = tl.zeros([HEAD_DIM], dtype=tl.float32)
        for start in range(0, seq_len, BLOCK_N):
            cols = start + {"tl.arange(0, BLOCK_N)" if lengths else "offs_n"}
            mask = cols < seq_len
            k = tl.load(
                k_ptr + batch * stride_kb + cols[:, None] * stride_ks + offs_d[None, :], mask=mask[:, None], other=0.0
            )
            scores = tl.sum(k * q[None, :], axis=1) * sm_scale
            scores = tl.where(mask, scores, -1.0e30)
            m_new = tl.maximum(m_i, tl.max(scores, axis=0))
            # The old sums were relative to the old maximum.
            alpha = tl.exp(m_i - m_new)
            p = tl.exp(scores - m_new)
            v = tl.load(
                v_ptr + batch * stride_kb + cols[:, None] * stride_ks + offs_d[None, :], mask=mask[:, None], other=0.0
            )
            acc = acc * alpha + tl.sum(p[:, None] * v, axis=0)
            l_i = l_i * alpha + tl.sum(p, axis=0)
            m_i = m_new
        tl.store(out_ptr + batch * stride_qb + offs_d, acc / l_i)
        """,
    )
    d = rng.choice((16, 32, 64))
    argument = "lens: torch.Tensor" if lengths else "scale: float"
    f.host(
        f"decode_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, {argument}) -> torch.Tensor",
        f"""
        batch, head_dim = q.shape
        out = torch.empty_like(q)
        {"sm_scale = head_dim**-0.5" if lengths else "seq_len = k.shape[1]"}
        LAUNCH
        return out
        """,
        Launch("decode_attention_kernel", ("batch",),
               f"q, k, v, out, {'lens, sm_scale' if lengths else 'seq_len, scale'}, q.stride(0), k.stride(0), k.stride(1)",
               {"BLOCK_N": rng.choice((16, 32, 64)), "HEAD_DIM": "head_dim"}),
    )  # fmt: skip
    inputs = [
        f"q = torch.randn(b, {d}, device=DEV)",
        f"k = torch.randn(b, s, {d}, device=DEV)",
        f"v = torch.randn(b, s, {d}, device=DEV)",
    ]
    if lengths:
        inputs += ["lens = torch.randint(1, s, (b,), device=DEV, dtype=torch.int32)",
                   "keep = torch.arange(s, device=DEV)[None, :] < lens[:, None]"]  # fmt: skip
        expected = "F.scaled_dot_product_attention(q[:, None, :], k, v, keep[:, None, :])[:, 0, :]"
    else:
        inputs.append(f"scale = {round(d**-0.5, 6)}")
        expected = '(torch.softmax(torch.einsum("bd,bsd->bs", q, k) * scale, dim=-1)[:, :, None] * v).sum(dim=1)'
    f.test("decode_attention", inputs, f"decode_attention(q, k, v, {'lens' if lengths else 'scale'})", expected,
           sizes={"b": (2, 4), "s": (50, 96, 130)}, tolerance=1e-3)  # fmt: skip
    return f.design()
