"""Type conversions between floating and integer tensors."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    source, target, tl_type = rng.choice((
        ("torch.float32", "torch.float16", "tl.float16"), ("torch.float16", "torch.float32", "tl.float32"),
        ("torch.float32", "torch.bfloat16", "tl.bfloat16"), ("torch.int32", "torch.float32", "tl.float32"), ("torch.float32", "torch.int32", "tl.int32"),
    ))  # fmt: skip
    f = KernelFile(rng, "cast", f"Converts {source[6:]} to {target[6:]} with a scale.")
    explicit = rng.random() < 0.6
    f.kernel(
        "cast_kernel", "x_ptr, out_ptr, scale, n_elements, BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        x = tl.load(x_ptr + offsets, mask=mask, other=0).to(tl.float32)
        y = (x * scale).to({tl_type if explicit else "out_ptr.dtype.element_ty"})
        tl.store(out_ptr + offsets, y, mask=mask)
        """,
    )  # fmt: skip
    f.host(
        "cast(x: torch.Tensor, scale: float) -> torch.Tensor",
        f"""
        out = torch.empty(x.shape, device=x.device, dtype={target})
        n_elements = x.numel()
        LAUNCH
        return out
        """,
        Launch(
            "cast_kernel",
            ("triton.cdiv(n_elements, {BLOCK_SIZE})",),
            "x, out, scale, n_elements",
            {"BLOCK_SIZE": rng.choice((256, 512, 1024))},
        ),
    )
    drawn = (
        "torch.randint(-1000, 1000, (n,), device=DEV, dtype=torch.int32)"
        if "int" in source
        else f"(torch.randn(n, device=DEV) * 10).to({source})"
    )
    f.test(
        "cast",
        [f"x = {drawn}"],
        "cast(x, 2.5)",
        f"(x.to(torch.float32) * 2.5).to({target})",
        sizes={"n": (1000, 4097)},
        tolerance=1e-2 if "float" in target else None,
        exact="int" in target,
    )
    return f.design()
