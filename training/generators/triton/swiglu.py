"""Gated linear units on two tensors or on the halves of one."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._elementwise import elementwise
from training.generators.triton._kernel_file import KernelFile, Launch

GATES = (
    ("swiglu", "g * tl.sigmoid(g)", "F.silu({})"),
    ("reglu", "tl.maximum(g, 0.0)", "torch.relu({})"),
    ("geglu", "0.5 * g * (1.0 + tl.erf(g * 0.70710678))", "F.gelu({})"),
)


def generate(rng: Random) -> Design:
    name, gate, torch_gate = rng.choice(GATES)
    if rng.random() < 0.5:
        return elementwise(
            rng, "swiglu", f"{name}: act(gate) * up.", f"{name}_forward", ("x", "y"), f"g = x\nact = {gate}\nresult = act * y",
            f"{torch_gate.format('x')} * y", dtypes=(("torch.float32", None),), tolerance=1e-4,
        )  # fmt: skip
    f = KernelFile(rng, "swiglu", f"{name} over a packed projection: the first half gates the second.")
    f.kernel(
        f"{name}_kernel",
        "x_ptr, out_ptr, stride_row, stride_out, n_cols, BLOCK_SIZE: tl.constexpr",
        f"""
        row = tl.program_id(0)
        x_row = x_ptr + row * stride_row
        out_row = out_ptr + row * stride_out
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        # gate in the left half, up projection in the right
        g = tl.load(x_row + cols, mask=mask, other=0.0).to(tl.float32)
        up = tl.load(x_row + n_cols + cols, mask=mask, other=0.0).to(tl.float32)

        act = {gate}
        tl.store(out_row + cols, act * up, mask=mask)
        """,
    )
    f.host(
        f"{name}(x: torch.Tensor) -> torch.Tensor",
        """
        n_rows, width = x.shape
        n_cols = width // 2
        out = torch.empty((n_rows, n_cols), device=x.device, dtype=x.dtype)
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        LAUNCH
        return out
        """,
        Launch(f"{name}_kernel", ("n_rows",), "x, out, x.stride(0), out.stride(0), n_cols", {"BLOCK_SIZE": "BLOCK_SIZE"},
               options=rng.choice(({}, {"num_warps": 4}))),
    )  # fmt: skip
    half = "x[:, : n // 2]"
    f.test(
        name,
        ["x = torch.randn((m, n), device=DEV)"],
        f"{name}(x)",
        f"{torch_gate.format(half)} * x[:, n // 2 :]",
        sizes={"m": (3, 7, 16), "n": (96, 200, 254, 512)},
        tolerance=1e-4,
    )
    return f.design()
