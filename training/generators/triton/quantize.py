"""Row-wise int8 quantization with scales, and its inverse."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch


def generate(rng: Random) -> Design:
    back = rng.random() < 0.4
    f = KernelFile(
        rng, "quantize", "Dequantizes int8 rows." if back else "Symmetric int8 quantization, one scale a row."
    )
    if back:
        f.kernel(
            "dequantize_kernel", "x_ptr, scale_ptr, out_ptr, n_cols, stride_row, BLOCK_SIZE: tl.constexpr",
            """
            row = tl.program_id(0)
            cols = tl.program_id(1) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)
            mask = cols < n_cols
            q = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0)
            scale = tl.load(scale_ptr + row)
            tl.store(out_ptr + row * stride_row + cols, q.to(tl.float32) * scale, mask=mask)
            """,
        )  # fmt: skip
        f.host(
            "dequantize(q: torch.Tensor, scale: torch.Tensor) -> torch.Tensor",
            """
            n_rows, n_cols = q.shape
            out = torch.empty((n_rows, n_cols), device=q.device, dtype=torch.float32)
            LAUNCH
            return out
            """,
            Launch(
                "dequantize_kernel",
                ("n_rows", "triton.cdiv(n_cols, {BLOCK_SIZE})"),
                "q, scale, out, n_cols, q.stride(0)",
                {"BLOCK_SIZE": rng.choice((64, 128))},
            ),
        )
        f.test("dequantize", ["q = torch.randint(-127, 128, (m, n), device=DEV, dtype=torch.int8)", "scale = torch.rand(m, device=DEV)"],
               "dequantize(q, scale)", "q.to(torch.float32) * scale[:, None]", sizes={"m": (4, 9), "n": (100, 150)})  # fmt: skip
        return f.design()
    f.kernel(
        "quantize_kernel", "x_ptr, out_ptr, scale_ptr, n_cols, stride_row, BLOCK_SIZE: tl.constexpr",
        """
        row = tl.program_id(0)
        cols = tl.arange(0, BLOCK_SIZE)
        mask = cols < n_cols
        x = tl.load(x_ptr + row * stride_row + cols, mask=mask, other=0.0)
        absmax = tl.max(tl.abs(x), axis=0)
        scale = absmax / 127.0
        # Round half away from zero.
        q = x / scale
        q = tl.where(q >= 0, q + 0.5, q - 0.5)
        q = tl.minimum(tl.maximum(q, -127.0), 127.0)
        tl.store(out_ptr + row * stride_row + cols, q.to(tl.int8), mask=mask)
        tl.store(scale_ptr + row, scale)
        """,
    )  # fmt: skip
    f.host(
        "quantize(x: torch.Tensor)",
        """
        n_rows, n_cols = x.shape
        q = torch.empty((n_rows, n_cols), device=x.device, dtype=torch.int8)
        scale = torch.empty(n_rows, device=x.device, dtype=torch.float32)
        BLOCK_SIZE = triton.next_power_of_2(n_cols)
        LAUNCH
        return q, scale
        """,
        Launch("quantize_kernel", ("n_rows",), "x, q, scale, n_cols, x.stride(0)", {"BLOCK_SIZE": "BLOCK_SIZE"}),
    )
    f.test("quantize", ["x = torch.randn(m, n, device=DEV)", "q, scale = quantize(x)", "torch.testing.assert_close(scale, torch.abs(x).max(dim=1).values / 127.0)",
                        "error = torch.abs(q.to(torch.float32) * scale[:, None] - x)"],
           "error.max() <= 0.51 * scale.max()", "torch.tensor(True)", sizes={"m": (4, 9), "n": (100, 150)})  # fmt: skip
    return f.design()
