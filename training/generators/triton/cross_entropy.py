"""Cross entropy of rows of logits against integer labels."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "cross_entropy", "Cross-entropy loss of each row.")
    ignore = rng.random() < 0.5
    blocked = rng.random() < 0.4
    if blocked:
        total = """
        m_i = -float("inf")
        l_i = 0.0
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other=-float("inf"))
            m_new = tl.maximum(m_i, tl.max(x, axis=0))
            l_i = l_i * tl.exp(m_i - m_new) + tl.sum(tl.exp(x - m_new), axis=0)
            m_i = m_new
        lse = m_i + tl.log(l_i)"""
    else:
        total = """
        cols = tl.arange(0, BLOCK_SIZE)
        x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other=-float("inf"))
        m_i = tl.max(x, axis=0)
        lse = m_i + tl.log(tl.sum(tl.exp(x - m_i), axis=0))"""
    picked = (
        """
        label = tl.load(label_ptr + row)
        target = tl.load(x_ptr + row * stride_row + label)"""
        if not ignore
        else """
        label = tl.load(label_ptr + row)
        valid = label != ignore_index
        target = tl.load(x_ptr + row * stride_row + label, mask=valid, other=0.0)"""
    )
    loss = "tl.where(valid, lse - target, 0.0)" if ignore else "lse - target"
    f.kernel(
        "cross_entropy_kernel",
        f"x_ptr, label_ptr, loss_ptr, stride_row, n_cols, {'ignore_index, ' if ignore else ''}BLOCK_SIZE: tl.constexpr",
        f"\n        row = tl.program_id(0){picked}{total}\n        tl.store(loss_ptr + row, {loss})\n        ",
    )
    block = rng.choice((64, 128)) if blocked else "triton.next_power_of_2(n_cols)"
    f.host(
        "cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor",
        f"""
        n_rows, n_cols = logits.shape
        loss = torch.empty(n_rows, device=logits.device, dtype=torch.float32)
        BLOCK_SIZE = {block}
        LAUNCH
        return loss
        """,
        Launch("cross_entropy_kernel", ("n_rows",), f"logits, labels, loss, logits.stride(0), n_cols{', -100' if ignore else ''}",
               {"BLOCK_SIZE": "BLOCK_SIZE"}, options=rng.choice(({}, {"num_warps": 4}))),
    )  # fmt: skip
    inputs = ["logits = torch.randn(m, n, device=DEV)", "labels = torch.randint(0, n, (m,), device=DEV)"]
    if ignore:
        inputs.append("labels[1] = -100")
    f.test("cross_entropy", inputs, "cross_entropy(logits, labels)", 'F.cross_entropy(logits, labels, reduction="none")',
           sizes={"m": (5, 12, 20), "n": (100, 257, 400)}, tolerance=1e-4)  # fmt: skip
    return f.design()
