"""Kernels that compute each element from the elements at the same place, in the forms that people write them in."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from training.designs import Design
from training.generators.triton._kernel_file import KernelFile, Launch

FLOATS = (("torch.float32", None), ("torch.float32", None), ("torch.float16", 1e-2), ("torch.bfloat16", 2e-2))


def elementwise(
    rng: Random,
    family: str,
    title: str,
    function: str,
    inputs: Sequence[str],
    compute: str,
    expected: str,
    *,
    scalars: Sequence[tuple[str, str]] = (),
    dtypes: Sequence[tuple[str, float | None]] = FLOATS,
    make: str = "torch.randn",
    out: str = "torch.empty_like(x)",
    store: str = "result",
    tolerance: float | None = None,
    draws: Sequence[str] = (),
) -> Design:
    """``compute`` assigns ``result`` from the loaded ``inputs`` (by name); ``scalars`` are parameters of kernel and host
    with the values the test passes; ``draws`` are statements that change the inputs after ``make``."""
    f = KernelFile(rng, family, title)
    dtype, loose = rng.choice(list(dtypes))
    tolerance = loose if tolerance is None or (loose and loose > tolerance) else tolerance
    block = rng.choice((128, 256, 512, 1024, 1024, 2048))
    form = rng.choice(("flat", "flat", "flat", "strided", "rows"))
    names = [n for n, _ in scalars]
    widen = (
        ""
        if dtype == "torch.float32" or not dtype.startswith("torch.float") or rng.random() < 0.3
        else ".to(tl.float32)"
    )
    if dtype == "torch.bfloat16" or "tl.exp" in compute or "tl.log" in compute or "math" in compute or "erf" in compute:
        widen = "" if dtype == "torch.float32" else ".to(tl.float32)"
    f.parameters |= {"block": block, "form": form, "dtype": dtype}
    body = _body(rng, inputs, compute, store, form, widen)
    pointers = ", ".join(f"{n}_ptr" for n in inputs)
    listed = "".join(f", {n}" for n in names)
    types = {"torch.float32": "float", "int": "int"}
    signature = ", ".join([*(f"{n}: torch.Tensor" for n in inputs), *(f"{n}: {types['torch.float32']}" for n in names)])
    kernel = rng.choice((f"{function}_kernel", f"_{function}_kernel", f"{function}_fwd_kernel", f"{function}_kernel"))
    options = rng.choice(({}, {}, {"num_warps": 4}, {"num_warps": 8}))
    configurations = [
        ({"BLOCK_SIZE": b}, {"num_warps": w}) for b, w in rng.sample(((256, 2), (512, 4), (1024, 4), (1024, 8), (2048, 8)), 3)
    ] if rng.random() < 0.25 else ()  # fmt: skip
    tensors = ", ".join(inputs)
    if form == "rows":
        f.kernel(
            kernel,
            f"{pointers}, out_ptr, n_rows, n_cols, stride_row{listed}, BLOCK_SIZE: tl.constexpr", body, note=title,
        )  # fmt: skip
        launch = Launch(
            kernel, ("n_rows", "triton.cdiv(n_cols, {BLOCK_SIZE})"),
            f"{tensors}, out, n_rows, n_cols, x.stride(0){listed}", {"BLOCK_SIZE": block}, configurations, ("n_cols",), options,
        )  # fmt: skip
        host = f"out = {out}\nn_rows, n_cols = x.shape\nLAUNCH\nreturn out"
        sizes = {"m": (3, 5, 8, 16), "n": (100, 333, 257, 1000, 512)}
        shape = "m, n"
    else:
        f.kernel(kernel, f"{pointers}, out_ptr, n_elements{listed}, BLOCK_SIZE: tl.constexpr", body, note=title)
        programs = rng.choice((4, 8, 16))
        grid = (
            f"min(triton.cdiv(n_elements, {{BLOCK_SIZE}}), {programs})"
            if form == "strided"
            else "triton.cdiv(n_elements, {BLOCK_SIZE})"
        )
        launch = Launch(
            kernel, (grid,), f"{tensors}, out, n_elements{listed}", {"BLOCK_SIZE": block}, configurations,
            ("n_elements",), options,
        )  # fmt: skip
        count = rng.choice(("out.numel()", "x.numel()"))
        host = f"out = {out}\nn_elements = {count}\nLAUNCH\nreturn out"
        sizes = {"n": (1000, 4097, 3333, 8192, 5000)}
        shape = "n"
    if rng.random() < 0.3:
        host = rng.choice(("assert x.is_contiguous()\n", "assert x.is_cuda\n", "x = x.contiguous()\n")) + host
    f.host(f"{function}({signature}) -> torch.Tensor", host, launch, note=title)
    kind = "" if dtype == "torch.float32" and rng.random() < 0.7 else f", dtype={dtype}"
    drawn = [f"{n} = {make}({shape}, device=DEV{kind})" for n in inputs] + list(draws)
    if make == "torch.randint":
        drawn = [f"{n} = torch.randint(-100, 100, ({shape},), device=DEV{kind})" for n in inputs] + list(draws)
    arguments = ", ".join([*inputs, *(v for _, v in scalars)])
    for name, value in scalars:
        expected = expected.replace(f"{{{name}}}", value)
    reference = f"{function}_ref({tensors})" if not scalars else ""
    f.test(function, drawn, f"{function}({arguments})", expected, tolerance=tolerance, sizes=sizes, reference=reference)
    return f.design()


def _body(rng: Random, inputs: Sequence[str], compute: str, store: str, form: str, widen: str) -> str:
    named = rng.random() < 0.8
    other = rng.choice(("", "", ", other=0.0"))
    mask = "mask" if named else ("cols < n_cols" if form == "rows" else "offsets < n_elements")
    if form == "rows":
        lines = [
            f"row = tl.program_id({rng.choice(('0', 'axis=0'))})",
            f"cols = tl.program_id({rng.choice(('1', 'axis=1'))}) * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)",
            *(["mask = cols < n_cols"] if named else []),
        ]
        address = "row * stride_row + cols"
        if rng.random() < 0.4:
            lines.append("offsets = row * stride_row + cols")
            address = "offsets"
    else:
        axis = rng.choice(("0", "axis=0"))
        if form == "strided":
            lines = [
                f"pid = tl.program_id({axis})",
                "step = tl.num_programs(0) * BLOCK_SIZE",
                "# Each program takes every num_programs-th block.",
                "for start in range(pid * BLOCK_SIZE, n_elements, step):",
            ]
            first = ["offsets = start + tl.arange(0, BLOCK_SIZE)"]
        elif rng.random() < 0.4:
            lines, first = (
                [f"pid = tl.program_id({axis})", "block_start = pid * BLOCK_SIZE"],
                ["offsets = block_start + tl.arange(0, BLOCK_SIZE)"],
            )
        else:
            lines, first = [f"pid = tl.program_id({axis})"], ["offsets = pid * BLOCK_SIZE + tl.arange(0, BLOCK_SIZE)"]
        lines += [("    " if form == "strided" else "") + line for line in first]
        if named:
            lines.append(
                ("    " if form == "strided" else "") + "mask = offsets < n_elements  # the last block may be partial"
            )
        address = "offsets"
    by_keyword = rng.random() < 0.85
    given = f"mask={mask}" if by_keyword else mask
    other = other if by_keyword else ""
    rest = [f"{n} = tl.load({n}_ptr + {address}, {given}{other}){widen}" for n in inputs]
    rest += compute.strip("\n").split("\n") if compute else []
    rest.append(f"tl.store(out_ptr + {address}, {store}, {given})")
    pad = "    " if form == "strided" else ""
    return "\n".join([*lines, *(pad + line for line in rest)])
