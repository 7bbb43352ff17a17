"""Attention over blocks of keys with online softmax; one program a block of queries."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    causal = rng.random() < 0.5
    f = KernelFile(rng, "attention", "Flash attention forward" + (" with a causal mask." if causal else "."))
    base2 = rng.random() < 0.4
    exp = "tl.exp2" if base2 else "tl.exp"
    scale = " * 1.44269504" if base2 else ""
    limit = "tl.minimum((start_m + 1) * BLOCK_M, seq_len)" if causal and rng.random() < 0.5 else "seq_len"
    if causal:
        where = "qk = tl.where((offs_m[:, None] >= cols[None, :]) & (cols[None, :] < seq_len), qk, -1.0e30)"
    else:
        where = "qk = tl.where(cols[None, :] < seq_len, qk, -1.0e30)"
    f.kernel(
        "attention_kernel",
        "q_ptr, k_ptr, v_ptr, out_ptr, sm_scale, stride_h, stride_s, seq_len, "
        "BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, HEAD_DIM: tl.constexpr",
        f"""
        start_m = tl.program_id(0)
        head = tl.program_id(1)
        offs_m = start_m * BLOCK_M + tl.arange(0, BLOCK_M)
        offs_n = tl.arange(0, BLOCK_N)
        offs_d = tl.arange(0, HEAD_DIM)
        base = head * stride_h
        q = tl.load(
            q_ptr + base + offs_m[:, None] * stride_s + offs_d[None, :], mask=offs_m[:, None] < seq_len, other=0.0
        )
        m_i = tl.full([BLOCK_M], -1.0e30, dtype=tl.float32)
        l_i = tl.zeros([BLOCK_M], dtype=tl.float32)
        acc = tl.zeros([BLOCK_M, HEAD_DIM], dtype=tl.float32)
        for start_n in range(0, {limit}, BLOCK_N):
            cols = start_n + offs_n
            k = tl.load(
                k_ptr + base + cols[None, :] * stride_s + offs_d[:, None], mask=cols[None, :] < seq_len, other=0.0
            )
            qk = tl.dot(q, k) * sm_scale{scale}
            {where}
            # Online softmax: rescale what was accumulated so far.
            m_new = tl.maximum(m_i, tl.max(qk, 1))
            p = {exp}(qk - m_new[:, None])
            alpha = {exp}(m_i - m_new)
            l_i = l_i * alpha + tl.sum(p, 1)
            acc = acc * alpha[:, None]
            v = tl.load(
                v_ptr + base + cols[:, None] * stride_s + offs_d[None, :], mask=cols[:, None] < seq_len, other=0.0
            )
            acc += tl.dot(p.to(v.dtype), v)
            m_i = m_new
        acc = acc / l_i[:, None]
        tl.store(out_ptr + base + offs_m[:, None] * stride_s + offs_d[None, :], acc, mask=offs_m[:, None] < seq_len)
        """,
    )
    bm, bn = rng.choice(((16, 16), (32, 32), (64, 32), (32, 16), (64, 64)))
    half = rng.random() < 0.5
    f.host(
        "attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor",
        """
        heads, seq_len, head_dim = q.shape
        out = torch.empty_like(q)
        sm_scale = head_dim**-0.5
        LAUNCH
        return out
        """,
        Launch(
            "attention_kernel", ("triton.cdiv(seq_len, {BLOCK_M})", "heads"),
            "q, k, v, out, sm_scale, q.stride(0), q.stride(1), seq_len", {"BLOCK_M": bm, "BLOCK_N": bn, "HEAD_DIM": "head_dim"},
            options=rng.choice(({}, {"num_warps": 4}, {"num_warps": 4, "num_stages": 2})),
        ),
    )  # fmt: skip
    kind = ", dtype=torch.float16" if half else ""
    d = rng.choice((16, 32, 64))
    f.parameters |= {"causal": int(causal), "head_dim": d}
    f.test(
        "attention", [f"q, k, v = (torch.randn(h, s, {d}, device=DEV{kind}) for _ in range(3))"], "attention(q, k, v)",
        f"F.scaled_dot_product_attention(q, k, v{', is_causal=True' if causal else ''})",
        sizes={"h": (2, 3), "s": (64, 50, 77)}, tolerance=2e-2 if half else 1e-2,
    )  # fmt: skip
    return f.design()
