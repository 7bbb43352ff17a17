"""Adam steps on a flat tensor, moments updated in place."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    decay = rng.random() < 0.5
    f = KernelFile(rng, "adam", "One AdamW step, in place." if decay else "One Adam step, in place.")
    f.kernel(
        "adam_kernel",
        "param_ptr, grad_ptr, m_ptr, v_ptr, n_elements, lr, beta1, beta2, eps, correction1, correction2, "
        + ("weight_decay, " if decay else "")
        + "BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        p = tl.load(param_ptr + offsets, mask=mask)
        g = tl.load(grad_ptr + offsets, mask=mask)
        m = tl.load(m_ptr + offsets, mask=mask)
        v = tl.load(v_ptr + offsets, mask=mask)
        {"p = p * (1.0 - lr * weight_decay)" if decay else "# Moments"}
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        step = (m / correction1) / (tl.sqrt(v / correction2) + eps)
        tl.store(param_ptr + offsets, p - lr * step, mask=mask)
        tl.store(m_ptr + offsets, m, mask=mask)
        tl.store(v_ptr + offsets, v, mask=mask)
        """,
    )
    wd = ", weight_decay: float" if decay else ""
    f.host(
        f"adam_step(param: torch.Tensor, grad: torch.Tensor, m: torch.Tensor, v: torch.Tensor, step: int, lr: float{wd})",
        """
        beta1, beta2 = 0.9, 0.999
        n_elements = param.numel()
        correction1 = 1.0 - beta1**step
        correction2 = 1.0 - beta2**step
        LAUNCH
        return param
        """,
        Launch("adam_kernel", ("triton.cdiv(n_elements, {BLOCK_SIZE})",),
               f"param, grad, m, v, n_elements, lr, beta1, beta2, 1e-8, correction1, correction2{', weight_decay' if decay else ''}",
               {"BLOCK_SIZE": rng.choice((256, 512, 1024))}),
    )  # fmt: skip
    scale = " * (1.0 - 0.01 * 0.1)" if decay else ""
    f.test(
        "adam_step",
        ["param = torch.randn(n, device=DEV)", "grad = torch.randn(n, device=DEV)", "m = torch.zeros_like(param)", "v = torch.zeros_like(param)",
         f"want = param{scale} - 0.01 * grad / (torch.abs(grad) + 1e-8)"],
        f"adam_step(param, grad, m, v, 1, 0.01{', 0.1' if decay else ''})", "want", sizes={"n": (1000, 2500, 4097)}, tolerance=1e-3,
    )  # fmt: skip
    return f.design()
