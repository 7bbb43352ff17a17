"""Group and instance normalization of channel-first tensors."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "group_norm", "Group normalization: one program a sample and group.")
    f.kernel(
        "group_norm_kernel",
        "x_ptr, w_ptr, bias_ptr, out_ptr, group_size, spatial, num_groups, channels_per_group, eps, BLOCK_SIZE: tl.constexpr",
        """
        pid = tl.program_id(0)
        group = pid % num_groups
        offsets = tl.arange(0, BLOCK_SIZE)
        mask = offsets < group_size
        base = pid * group_size
        x = tl.load(x_ptr + base + offsets, mask=mask, other=0.0).to(tl.float32)
        mean = tl.sum(x, axis=0) / group_size
        centered = tl.where(mask, x - mean, 0.0)
        var = tl.sum(centered * centered, axis=0) / group_size
        rstd = 1.0 / tl.sqrt(var + eps)
        # Weight and bias are per channel.
        channel = group * channels_per_group + offsets // spatial
        w = tl.load(w_ptr + channel, mask=mask, other=0.0)
        b = tl.load(bias_ptr + channel, mask=mask, other=0.0)
        tl.store(out_ptr + base + offsets, centered * rstd * w + b, mask=mask)
        """,
    )
    f.host(
        "group_norm(x: torch.Tensor, num_groups: int, weight: torch.Tensor, bias: torch.Tensor, eps: float) -> torch.Tensor",
        """
        batch, channels, length = x.shape
        channels_per_group = channels // num_groups
        group_size = channels_per_group * length
        out = torch.empty_like(x)
        BLOCK_SIZE = triton.next_power_of_2(group_size)
        LAUNCH
        return out
        """,
        Launch("group_norm_kernel", ("batch * num_groups",),
               "x, weight, bias, out, group_size, length, num_groups, channels_per_group, eps", {"BLOCK_SIZE": "BLOCK_SIZE"},
               options=rng.choice(({}, {"num_warps": 4}))),
    )  # fmt: skip
    groups, channels = rng.choice(((2, 8), (4, 8), (4, 16), (3, 12)))
    f.test(
        "group_norm", [f"x = torch.randn(b, {channels}, n, device=DEV)", f"weight = torch.rand({channels}, device=DEV)", f"bias = torch.randn({channels}, device=DEV)"],
        f"group_norm(x, {groups}, weight, bias, 1e-5)", f"F.group_norm(x, {groups}, weight, bias, 1e-5)", sizes={"b": (2, 3), "n": (20, 35, 50)}, tolerance=1e-4,
    )  # fmt: skip
    return f.design()
