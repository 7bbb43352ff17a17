"""Names that people bring along from torch, numpy and older tritons, and what the language calls them."""

from __future__ import annotations

from backends.triton.api_table import LANGUAGE, ApiTable

FUNCTIONS = {
    "sqroot": "sqrt",
    "square_root": "sqrt",
    "pow": "exp2",
    "concat": "cat",
    "concatenate": "cat",
    "range": "arange",
    "matmul": "dot",
    "mm": "dot",
    "bmm": "dot",
    "amax": "max",
    "amin": "min",
    "transpose": "trans",
    "permute_dims": "permute",
    "unsqueeze": "expand_dims",
    "ones": "full",
    "empty": "zeros",
    "select": "where",
    "minimum_": "minimum",
    "exponential": "exp",
    "ln": "log",
    "get_program_id": "program_id",
    "pid": "program_id",
    "num_program": "num_programs",
    "print": "device_print",
    "assert_": "device_assert",
    "float": "float32",
    "int": "int32",
    "half": "float16",
    "double": "float64",
    "long": "int64",
    "bool": "int1",
    "boolean": "int1",
    "fp16": "float16",
    "fp32": "float32",
    "fp64": "float64",
    "bf16": "bfloat16",
    "float8e5m2": "float8e5",
    "float8e4m3": "float8e4nv",
    "absolute": "abs",
    "logical_and": "where",
    "cdiv_": "cdiv",
    "ceil_div": "cdiv",
    "ceildiv": "cdiv",
    "atomic_sum": "atomic_add",
    "barrier": "debug_barrier",
    "syncthreads": "debug_barrier",
    "load_block": "load",
    "fma_": "fma",
    "prod": "reduce",
    "mean": "sum",
    "clip": "clamp",
    "fmax": "maximum",
    "fmin": "minimum",
    "astype": "cast",
}
"""What a name most likely means; only those whose arguments fit are offered as repairs."""

DROP_IN = frozenset(FUNCTIONS) - {
    "pow", "concat", "ones", "empty", "logical_and", "prod", "mean", "print", "assert_", "load_block", "select", "permute_dims",
}  # fmt: skip
"""Those that take the same arguments."""

KEYWORDS = {
    "dim": "axis",
    "keepdim": "keep_dims",
    "keepdims": "keep_dims",
    "axes": "axis",
    "default": "other",
    "fill": "other",
    "fill_value": "other",
    "dtypes": "dtype",
    "out_type": "out_dtype",
    "allow_tf": "allow_tf32",
    "boundary": "mask",
    "masks": "mask",
}

METHODS = {
    "float": ".to(tl.float32)",
    "half": ".to(tl.float16)",
    "bfloat16": ".to(tl.bfloat16)",
    "int": ".to(tl.int32)",
    "long": ".to(tl.int64)",
    "double": ".to(tl.float64)",
    "bool": ".to(tl.int1)",
    "astype": ".to",
    "type": ".to",
    "transpose": ".trans",
    "t": ".trans",
    "matmul": "tl.dot",
    "mean": "tl.sum(...) / n",
    "unsqueeze": ".expand_dims",
    "clone": "",
    "size": ".shape",
}
"""Methods of torch's tensors."""

_LIBDEVICE = frozenset({"tanh", "pow", "sinh", "cosh", "atan", "atan2", "acos", "asin", "tan", "log1p", "expm1", "erfc", "round", "rint", "fmod", "isnan", "isinf", "log10", "exp10", "hypot", "cbrt", "trunc", "nearbyint"})  # fmt: skip


def elsewhere(name: str, api: ApiTable) -> str | None:
    """What to write instead of ``tl.<name>``: ``tl.arange``, ``libdevice.tanh``; ``None`` when nothing is known."""
    if name in FUNCTIONS and api.has(LANGUAGE, FUNCTIONS[name]):
        return f"tl.{FUNCTIONS[name]}"
    if api.has(LANGUAGE, name):
        return f"tl.{name}"
    if name in _LIBDEVICE:
        return f"libdevice.{name}"
    return None
