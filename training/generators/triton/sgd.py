"""SGD steps with momentum, gradient clipping by value."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    clip = rng.random() < 0.5
    nesterov = rng.random() < 0.5
    f = KernelFile(rng, "sgd", "SGD with momentum" + (" and clipped gradients." if clip else "."))
    clipping = "g = tl.minimum(tl.maximum(g, -limit), limit)" if clip else "# The buffer keeps the running direction."
    direction = "g + momentum * buf" if nesterov else "buf"
    f.kernel(
        "sgd_kernel", f"param_ptr, grad_ptr, buf_ptr, n_elements, lr, momentum, {'limit, ' if clip else ''}BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        p = tl.load(param_ptr + offsets, mask=mask, other=0.0)
        g = tl.load(grad_ptr + offsets, mask=mask, other=0.0)
        buf = tl.load(buf_ptr + offsets, mask=mask, other=0.0)
        {clipping}
        buf = momentum * buf + g
        p -= lr * ({direction})
        tl.store(param_ptr + offsets, p, mask=mask)
        tl.store(buf_ptr + offsets, buf, mask=mask)
        """.replace("(buf)", "buf"),
    )  # fmt: skip
    f.host(
        f"sgd_step(param: torch.Tensor, grad: torch.Tensor, buf: torch.Tensor, lr: float, momentum: float{', limit: float' if clip else ''})",
        """
        n_elements = param.numel()
        LAUNCH
        return param
        """,
        Launch("sgd_kernel", ("triton.cdiv(n_elements, {BLOCK_SIZE})",), f"param, grad, buf, n_elements, lr, momentum{', limit' if clip else ''}",
               {"BLOCK_SIZE": rng.choice((256, 512, 1024))}, options=rng.choice(({}, {"num_warps": 8}))),
    )  # fmt: skip
    g = "torch.clamp(grad, -0.5, 0.5)" if clip else "grad"
    new = f"(0.9 * buf + {g})"
    f.test("sgd_step", ["param = torch.randn(n, device=DEV)", "grad = torch.randn(n, device=DEV)", "buf = torch.randn(n, device=DEV)",
                        f"want = param - 0.1 * ({f'{g} + 0.9 * {new}' if nesterov else new})"],
           f"sgd_step(param, grad, buf, 0.1, 0.9{', 0.5' if clip else ''})", "want", sizes={"n": (1000, 3001)}, tolerance=1e-4)  # fmt: skip
    return f.design()
