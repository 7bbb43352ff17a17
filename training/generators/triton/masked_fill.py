"""Selection by a mask tensor: where, masked_fill, masked scale."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch

FORMS = (
    ("masked_fill", "tl.where(keep != 0, value, x)", "torch.where(keep != 0, torch.full_like(x, {v}), x)"),
    ("masked_scale", "tl.where(keep != 0, x * value, x)", "torch.where(keep != 0, x * {v}, x)"),
    ("masked_zero", "tl.where(keep == 0, 0.0, x) + value", "torch.where(keep == 0, torch.zeros_like(x), x) + {v}"),
)


def generate(rng: Random) -> Design:
    name, compute, expected = rng.choice(FORMS)
    value = rng.choice(("-1.0", "2.5", "0.125"))
    f = KernelFile(rng, "masked_fill", "Replaces elements where a mask tensor is set.")
    as_bool = rng.random() < 0.4
    compute = compute.replace("keep != 0", "keep").replace("keep == 0", "keep == False") if as_bool else compute
    f.kernel(
        f"{name}_kernel",
        "x_ptr, keep_ptr, out_ptr, value, n_elements, BLOCK_SIZE: tl.constexpr",
        f"""
        pid = tl.program_id(0)
        offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
        mask = offsets < n_elements
        x = tl.load(x_ptr + offsets, mask=mask, other=0.0)
        keep = tl.load(keep_ptr + offsets, mask=mask, other=0)
        # The mask tensor decides, element by element.
        out = {compute}
        tl.store(out_ptr + offsets, out, mask=mask)
        """,
    )
    block = rng.choice((256, 512, 1024))
    f.host(
        f"{name}(x: torch.Tensor, keep: torch.Tensor, value: float) -> torch.Tensor",
        """
        assert x.shape == keep.shape
        out = torch.empty_like(x)
        n_elements = x.numel()
        LAUNCH
        return out
        """,
        Launch(f"{name}_kernel", ("triton.cdiv(n_elements, {BLOCK_SIZE})",), "x, keep, out, value, n_elements", {"BLOCK_SIZE": block}),
    )  # fmt: skip
    drawn = "torch.rand(m, n, device=DEV) > 0.5" if as_bool else "(torch.rand(m, n, device=DEV) > 0.5).to(torch.int32)"
    f.test(
        name,
        ["x = torch.randn(m, n, device=DEV)", f"keep = {drawn}"],
        f"{name}(x, keep, {value})",
        expected.format(v=value).replace("keep != 0", "keep").replace("keep == 0", "~keep")
        if as_bool
        else expected.format(v=value),
        sizes={"m": (9, 17, 33), "n": (65, 100, 127)},
    )
    return f.design()
