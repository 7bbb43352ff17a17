"""Reductions along rows: sum, mean, max, min, variance."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    kind = rng.choice(("sum", "mean", "max", "min", "var", "norm"))
    f = KernelFile(rng, "row_sum", f"Row-wise {kind} of a matrix.")
    neutral = {"max": '-float("inf")', "min": 'float("inf")'}.get(kind, "0.0")
    looped = rng.random() < 0.5 and kind != "var"
    join = {"max": "acc = tl.maximum(acc, x)", "min": "acc = tl.minimum(acc, x)", "norm": "acc += x * x"}.get(
        kind, "acc += x"
    )
    finish = {
        "sum": "tl.sum(acc, axis=0)", "mean": "tl.sum(acc, axis=0) / n_cols", "max": "tl.max(acc, axis=0)",
        "min": "tl.min(acc, axis=0)", "norm": "tl.sqrt(tl.sum(acc, axis=0))",
    }.get(kind, "")  # fmt: skip
    if kind == "var":
        body = """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0)
        mean = tl.sum(x, axis=0) / n_cols
        diff = tl.where(mask, x - mean, 0.0)
        # Bessel's correction
        tl.store(out_ptr + row, tl.sum(diff * diff, axis=0) / (n_cols - 1))
        """
    elif looped:
        zeros = (
            f"tl.full([BLOCK_SIZE], {neutral}, dtype=tl.float32)"
            if kind in ("max", "min")
            else "tl.zeros([BLOCK_SIZE], dtype=tl.float32)"
        )
        body = f"""
        row = tl.program_id(0)
        acc = {zeros}
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other={neutral})
            {join}
        tl.store(out_ptr + row, {finish})
        """
    else:
        body = (
            f"""
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other={neutral})
        {"acc = x * x" if kind == "norm" else "acc = x"}
        tl.store(out_ptr + row, {finish})
        """.replace("acc = x\n        tl.store(out_ptr + row, ", "tl.store(out_ptr + row, ")
            if kind == "norm"
            else f"""
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other={neutral})
        tl.store(out_ptr + row, {finish.replace("acc", "x")})
        """
        )
    f.kernel(f"row_{kind}_kernel", "x_ptr, out_ptr, stride_row, n_cols, BLOCK_SIZE: tl.constexpr", body)
    block = rng.choice((64, 128, 256)) if looped else "triton.next_power_of_2(n_cols)"
    f.host(
        f"row_{kind}(x: torch.Tensor) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        out = torch.empty((n_rows,), device=x.device, dtype=torch.float32)
        {"" if looped else "BLOCK_SIZE = triton.next_power_of_2(n_cols)"}
        LAUNCH
        return out
        """.replace("        \n", ""),
        Launch(
            f"row_{kind}_kernel",
            ("n_rows",),
            "x, out, x.stride(0), n_cols",
            {"BLOCK_SIZE": block if looped else "BLOCK_SIZE"},
        ),
    )
    expected = {"max": "x.max(dim=1).values", "min": "torch.amin(x, dim=1)", "norm": "torch.norm(x, dim=1)"}.get(
        kind, f"x.{kind}(dim=1)"
    )
    f.test(
        f"row_{kind}",
        ["x = torch.randn(m, n, device=DEV)"],
        f"row_{kind}(x)",
        expected,
        sizes={"m": (6, 15, 40), "n": (99, 260, 500)},
        tolerance=1e-4,
    )
    return f.design()
