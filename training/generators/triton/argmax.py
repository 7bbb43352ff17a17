"""Index of the largest element of each row."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "argmax", "Row-wise argmax.")
    form = rng.choice(("argmax", "indices", "blocks"))
    if form == "argmax":
        body = """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other=-float("inf"))
        tl.store(out_ptr + row, tl.argmax(x, axis=0))
        """
    elif form == "indices":
        body = """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other=-float("inf"))
        best, where = tl.max(x, axis=0, return_indices=True)
        tl.store(value_ptr + row, best)
        tl.store(out_ptr + row, where)
        """
    else:
        body = """
        row = tl.program_id(0)
        best = -float("inf")
        where = 0
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            x = tl.load(x_ptr + row * stride_row + cols, mask=cols < n_cols, other=-float("inf"))
            top = tl.max(x, axis=0)
            index = start + tl.argmax(x, axis=0)
            # Keep the earlier one on a tie.
            where = tl.where(top > best, index, where)
            best = tl.maximum(best, top)
        tl.store(out_ptr + row, where)
        """
    values = form == "indices"
    f.kernel(
        "argmax_kernel",
        f"x_ptr, out_ptr, {'value_ptr, ' if values else ''}stride_row, n_cols, BLOCK_SIZE: tl.constexpr",
        body,
    )
    block = str(rng.choice((64, 128))) if form == "blocks" else "triton.next_power_of_2(n_cols)"
    more = "\n        values = torch.empty(n_rows, device=x.device, dtype=x.dtype)" if values else ""
    f.host(
        "argmax(x: torch.Tensor) -> torch.Tensor",
        f"""
        n_rows, n_cols = x.shape
        out = torch.empty(n_rows, device=x.device, dtype=torch.int64){more}
        BLOCK_SIZE = {block}
        LAUNCH
        return {"values, out" if values else "out"}
        """.replace("        values = ", "        values = "),
        Launch(
            "argmax_kernel",
            ("n_rows",),
            f"x, out, {'values, ' if values else ''}x.stride(0), n_cols",
            {"BLOCK_SIZE": "BLOCK_SIZE"},
        ),
    )
    if values:
        f.test("argmax", ["x = torch.randn(m, n, device=DEV)", "values, out = argmax(x)", "torch.testing.assert_close(out, x.argmax(dim=1))"],
               "values", "x.max(dim=1).values", sizes={"m": (6, 10), "n": (99, 200)})  # fmt: skip
    else:
        f.test("argmax", ["x = torch.randn(m, n, device=DEV)"], "argmax(x)", rng.choice(("torch.argmax(x, dim=1)", "x.argmax(dim=-1)")),
               sizes={"m": (6, 10, 17), "n": (99, 200, 300)}, exact=True)  # fmt: skip
    return f.design()
