"""Concatenation, stacking and padding of matrices by column."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("concat", "interleave", "pad"))
    f = KernelFile(
        rng,
        "concat",
        {
            "concat": "Concatenates two matrices along the columns.",
            "interleave": "Interleaves the columns of two matrices.",
            "pad": "Pads rows with a constant on both sides.",
        }[kind],
    )
    if kind == "pad":
        parameters, core = (
            "x_ptr, out_ptr, n_cols, left, value, out_cols, BLOCK_SIZE: tl.constexpr",
            """
        source = cols - left
        inside = (source >= 0) & (source < n_cols)
        x = tl.load(x_ptr + row * n_cols + source, mask=inside, other=0.0)
        x = tl.where(inside, x, value)""",
        )
    elif kind == "concat":
        parameters, core = (
            "x_ptr, y_ptr, out_ptr, n_cols, m_cols, out_cols, BLOCK_SIZE: tl.constexpr",
            """
        from_x = cols < n_cols
        a = tl.load(x_ptr + row * n_cols + cols, mask=from_x, other=0.0)
        b = tl.load(y_ptr + row * m_cols + cols - n_cols, mask=(cols >= n_cols) & (cols < out_cols), other=0.0)
        x = tl.where(from_x, a, b)""",
        )
    else:
        parameters, core = (
            "x_ptr, y_ptr, out_ptr, n_cols, out_cols, BLOCK_SIZE: tl.constexpr",
            """
        # Even columns come from x, odd ones from y.
        half = cols // 2
        even = cols % 2 == 0
        a = tl.load(x_ptr + row * n_cols + half, mask=even & (half < n_cols), other=0.0)
        b = tl.load(y_ptr + row * n_cols + half, mask=(cols % 2 == 1) & (half < n_cols), other=0.0)
        x = tl.where(even, a, b)""",
        )
    f.kernel(
        f"{kind}_kernel", parameters,
        f"""
        row = tl.program_id(0)
        cols = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE){core}
        tl.store(out_ptr + row * out_cols + cols, x, mask=cols < out_cols)
        """,
    )  # fmt: skip
    signature = (
        "x: torch.Tensor, left: int, right: int, value: float" if kind == "pad" else "x: torch.Tensor, y: torch.Tensor"
    )
    sizes = {
        "pad": "out_cols = left + n_cols + right",
        "concat": "m_cols = y.shape[1]\n        out_cols = n_cols + m_cols",
        "interleave": "out_cols = 2 * n_cols",
    }[kind]
    arguments = {
        "pad": "x, out, n_cols, left, value, out_cols",
        "concat": "x, y, out, n_cols, m_cols, out_cols",
        "interleave": "x, y, out, n_cols, out_cols",
    }[kind]
    f.host(
        f"{kind}({signature}) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        {sizes}
        out = torch.empty((n_rows, out_cols), device=x.device, dtype=x.dtype)
        LAUNCH
        return out
        """,
        Launch(
            f"{kind}_kernel",
            ("n_rows", "triton.cdiv(out_cols, {BLOCK_SIZE})"),
            arguments,
            {"BLOCK_SIZE": rng.choice((32, 64, 128))},
        ),
    )
    if kind == "pad":
        f.test(
            "pad",
            ["x = torch.randn(m, n, device=DEV)"],
            "pad(x, 3, 5, 1.5)",
            "F.pad(x, (3, 5), value=1.5)",
            sizes={"m": (3, 8), "n": (50, 77)},
        )
    else:
        k = "k" if kind == "concat" else "n"
        expected = "torch.cat([x, y], dim=1)" if kind == "concat" else "torch.stack([x, y], dim=2).reshape(m, 2 * n)"
        f.test(kind, ["x = torch.randn(m, n, device=DEV)", f"y = torch.randn(m, {k}, device=DEV)"], f"{kind}(x, y)", expected,
               sizes={"m": (3, 8), "n": (50, 77), **({"k": (20, 64)} if kind == "concat" else {})})  # fmt: skip
    return f.design()
