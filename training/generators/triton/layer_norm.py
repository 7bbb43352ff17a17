"""Layer normalization over the last dimension."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    f = KernelFile(rng, "layer_norm", "Layer normalization with weight and bias.")
    single = rng.random() < 0.5
    if single:
        body = """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0).to(tl.float32)
        mean = tl.sum(x, axis=0) / n_cols
        centered = tl.where(mask, x - mean, 0.0)
        var = tl.sum(centered * centered, axis=0) / n_cols
        rstd = 1.0 / tl.sqrt(var + eps)
        w = tl.load(w_ptr + cols, mask=mask)
        b = tl.load(bias_ptr + cols, mask=mask)
        tl.store(out_ptr + row * stride_row + cols, centered * rstd * w + b, mask=mask)
        """
    else:
        body = """
        row = tl.program_id(0)
        x_ptr += row * stride_row
        out_ptr += row * stride_row
        # Mean
        acc = tl.zeros([BLOCK_SIZE], dtype=tl.float32)
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            acc += tl.load(x_ptr + cols, mask=cols < n_cols, other=0.0).to(tl.float32)
        mean = tl.sum(acc, axis=0) / n_cols
        # Variance
        sq = tl.zeros([BLOCK_SIZE], dtype=tl.float32)
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            x = tl.load(x_ptr + cols, mask=cols < n_cols, other=0.0).to(tl.float32)
            x = tl.where(cols < n_cols, x - mean, 0.0)
            sq += x * x
        var = tl.sum(sq, axis=0) / n_cols
        rstd = tl.rsqrt(var + eps)
        # Scale and shift
        for start in range(0, n_cols, BLOCK_SIZE):
            cols = start + tl.arange(0, BLOCK_SIZE)
            mask = cols < n_cols
            w = tl.load(w_ptr + cols, mask=mask)
            b = tl.load(bias_ptr + cols, mask=mask)
            x = tl.load(x_ptr + cols, mask=mask, other=0.0).to(tl.float32)
            tl.store(out_ptr + cols, (x - mean) * rstd * w + b, mask=mask)
        """
    f.kernel(
        "layer_norm_kernel", "x_ptr, out_ptr, w_ptr, bias_ptr, stride_row, n_cols, eps, BLOCK_SIZE: tl.constexpr", body
    )
    size = "triton.next_power_of_2(n_cols)" if single else str(rng.choice((128, 256)))
    eps = rng.choice(("1e-5", "1e-6"))
    f.host(
        "layer_norm(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, eps: float) -> torch.Tensor",
        f"""
        out = torch.empty_like(x)
        n_rows, n_cols = x.shape
        BLOCK_SIZE = {size}
        LAUNCH
        return out
        """,
        Launch("layer_norm_kernel", ("n_rows",), "x, out, weight, bias, x.stride(0), n_cols, eps", {"BLOCK_SIZE": "BLOCK_SIZE"},
               options=rng.choice(({}, {"num_warps": 4}, {"num_warps": 8}))),
    )  # fmt: skip
    f.test(
        "layer_norm", ["x = torch.randn(m, n, device=DEV)", "weight = torch.rand(n, device=DEV)", "bias = torch.randn(n, device=DEV)"],
        f"layer_norm(x, weight, bias, {eps})", f"F.layer_norm(x, (n,), weight, bias, {eps})",
        sizes={"m": (3, 7, 12), "n": (200, 384, 511)}, tolerance=1e-4,
    )  # fmt: skip
    return f.design()
