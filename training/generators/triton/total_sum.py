"""Reductions of a whole tensor: atomics or two stages."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("sum", "max", "dot", "mse", "l1"))
    two = rng.random() < 0.5 or kind == "max"
    f = KernelFile(rng, "total_sum", f"{kind} of all elements" + (", in two stages." if two else ", added atomically."))
    pair = kind in ("dot", "mse", "l1")
    value = {"dot": "x * y", "mse": "(x - y) * (x - y)", "l1": "tl.abs(x - y)"}.get(kind, "x")
    join = "max" if kind == "max" else "sum"
    neutral = '-float("inf")' if kind == "max" else "0.0"
    load_y = f"\n        y = tl.load(y_ptr + offsets, mask=mask, other={neutral})" if pair else ""
    put = (
        f"tl.store(out_ptr + pid, tl.{join}({value}, axis=0))"
        if two
        else f"tl.atomic_add(out_ptr, tl.sum({value}, axis=0))"
    )
    f.kernel(
        f"{kind}_kernel",
        f"x_ptr, {'y_ptr, ' if pair else ''}out_ptr, n_elements, BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        x = tl.load(x_ptr + offsets, mask=mask, other={neutral}){load_y}
        {put}
        """,
    )
    block = rng.choice((256, 512, 1024))
    given = "x: torch.Tensor, y: torch.Tensor" if pair else "x: torch.Tensor"
    arguments = "x, y" if pair else "x"
    scale = " / x.numel()" if kind in ("mse", "l1") else ""
    if two:
        body = f"""
        n_elements = x.numel()
        blocks = triton.cdiv(n_elements, {block})
        partial = torch.empty(blocks, device=x.device, dtype=torch.float32)
        LAUNCH
        return partial.{join}(){scale}
        """
        launch = Launch(f"{kind}_kernel", ("blocks",), f"{arguments}, partial, n_elements", {"BLOCK_SIZE": block})
    else:
        body = f"""
        n_elements = x.numel()
        out = torch.zeros({rng.choice(("1", "(1,)"))}, device=x.device, dtype=torch.float32)
        LAUNCH
        return out[0]{scale}
        """
        launch = Launch(
            f"{kind}_kernel",
            ("triton.cdiv(n_elements, {BLOCK_SIZE})",),
            f"{arguments}, out, n_elements",
            {"BLOCK_SIZE": block},
        )
    f.host(f"total_{kind}({given}) -> torch.Tensor", body, launch)
    expected = {
        "sum": "x.sum()",
        "max": "x.max()",
        "dot": "(x * y).sum()",
        "mse": "F.mse_loss(x, y)",
        "l1": "torch.abs(x - y).mean()",
    }[kind]
    inputs = ["x = torch.randn(n, device=DEV)"] + (["y = torch.randn(n, device=DEV)"] if pair else [])
    f.test(
        f"total_{kind}", inputs, f"total_{kind}({arguments})", expected, sizes={"n": (3000, 5000, 4097)}, tolerance=1e-3
    )
    return f.design()
