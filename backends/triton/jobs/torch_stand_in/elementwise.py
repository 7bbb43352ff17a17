"""Element-wise functions with torch's broadcasting and type promotion; 16-bit floats are computed in 32 bits."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from . import dtypes
from .dtypes import dtype
from .tensor import Tensor, attach

FUNCTIONS: dict[str, Callable[..., Any]] = {}


def _erf(x: np.ndarray) -> np.ndarray:
    return np.vectorize(math.erf, otypes=[np.float64])(x)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


FLOATING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "exp": np.exp, "exp2": np.exp2, "expm1": np.expm1, "log": np.log, "log2": np.log2, "log10": np.log10,
    "log1p": np.log1p, "sqrt": np.sqrt, "rsqrt": lambda x: 1 / np.sqrt(x), "sin": np.sin, "cos": np.cos,
    "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh,
    "tanh": np.tanh, "sigmoid": _sigmoid, "erf": _erf, "reciprocal": lambda x: 1 / x, "deg2rad": np.deg2rad,
}  # fmt: skip
"""One tensor in, floating point out."""

KEEPING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "abs": np.abs, "absolute": np.abs, "neg": np.negative, "negative": np.negative, "floor": np.floor,
    "ceil": np.ceil, "trunc": np.trunc, "round": np.round, "sign": np.sign, "square": np.square,
    "relu": lambda x: np.where(np.isnan(x), x, np.maximum(x, 0)) if x.dtype.kind == "f" else np.maximum(x, 0),
    "bitwise_not": np.invert, "nan_to_num": np.nan_to_num, "frac": lambda x: x - np.trunc(x),
}  # fmt: skip
"""One tensor in, its own type out."""

TESTS: dict[str, Callable[..., np.ndarray]] = {
    "isnan": np.isnan, "isinf": np.isinf, "isfinite": np.isfinite, "logical_not": np.logical_not,
}  # fmt: skip

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "mul": np.multiply, "multiply": np.multiply, "floor_divide": np.floor_divide, "remainder": np.mod,
    "fmod": np.fmod, "pow": np.power, "maximum": np.maximum, "minimum": np.minimum, "fmax": np.fmax,
    "fmin": np.fmin, "bitwise_and": np.bitwise_and, "bitwise_or": np.bitwise_or, "bitwise_xor": np.bitwise_xor,
    "bitwise_left_shift": np.left_shift, "bitwise_right_shift": np.right_shift,
}  # fmt: skip

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater,
    "ge": np.greater_equal, "logical_and": np.logical_and, "logical_or": np.logical_or,
    "logical_xor": np.logical_xor, "not_equal": np.not_equal, "greater": np.greater, "less": np.less,
}  # fmt: skip


def floating(kind: dtype) -> dtype:
    """Integers become the default floating type."""
    return kind if kind.kind == "f" else dtypes.float32


def result_type(a: Any, b: Any) -> dtype:
    """torch's rule: a tensor with dimensions beats a 0-dimensional one, which beats a Python number, within a category."""
    ranked: list[tuple[int, dtype]] = []
    for x in (a, b):
        if isinstance(x, Tensor):
            ranked.append((2 if x.ndim else 1, x.dtype))
        else:
            ranked.append((0, dtypes.of_scalar(x)))
    (priority_a, kind_a), (priority_b, kind_b) = ranked
    if priority_a == priority_b:
        return dtypes.promote(kind_a, kind_b)
    strong, weak = (kind_a, kind_b) if priority_a > priority_b else (kind_b, kind_a)
    order = "bif"
    if order.index(weak.kind) > order.index(strong.kind):
        return weak
    return strong


def operand(x: Any, kind: dtype) -> np.ndarray:
    """The numbers of a tensor or Python scalar in the computing type of ``kind``."""
    values = x.values if isinstance(x, Tensor) else np.asarray(x)
    return values.astype(kind.compute)


def tensor_of(a: Any, b: Any) -> Tensor:
    first = a if isinstance(a, Tensor) and (a.ndim or not isinstance(b, Tensor)) else b
    if not isinstance(first, Tensor):
        raise TypeError("expected a Tensor")
    return first


def binary(a: Any, b: Any, function: Callable[[Any, Any], Any], kind: dtype | None = None) -> Tensor:
    computing = kind or result_type(a, b)
    with np.errstate(all="ignore"):
        return tensor_of(a, b).new(function(operand(a, computing), operand(b, computing)), computing)


def _store(result: Tensor, out: Tensor | None) -> Tensor:
    if out is None:
        return result
    return out.copy_(result)


def add(a: Any, b: Any, *, alpha: Any = 1, out: Tensor | None = None) -> Tensor:
    return _store(binary(a, b if alpha == 1 else mul_scalar(b, alpha), np.add), out)


def sub(a: Any, b: Any, *, alpha: Any = 1, out: Tensor | None = None) -> Tensor:
    return _store(binary(a, b if alpha == 1 else mul_scalar(b, alpha), np.subtract), out)


def mul_scalar(a: Any, factor: Any) -> Any:
    return binary(a, factor, np.multiply) if isinstance(a, Tensor) else a * factor


def div(a: Any, b: Any, *, rounding_mode: str | None = None, out: Tensor | None = None) -> Tensor:
    if rounding_mode is None:
        return _store(binary(a, b, np.true_divide, floating(result_type(a, b))), out)
    divide = np.floor_divide if rounding_mode == "floor" else lambda x, y: np.trunc(x / y)
    return _store(binary(a, b, divide), out)


def where(condition: Tensor, x: Any = None, y: Any = None) -> Any:
    if x is None:
        return tuple(condition.new(i, dtypes.int64) for i in np.nonzero(condition.values))
    kind = result_type(x, y)
    return condition.new(np.where(condition.values, operand(x, kind), operand(y, kind)), kind)


def clamp(x: Tensor, min: Any = None, max: Any = None) -> Tensor:
    values = x.values
    if min is not None:
        values = np.maximum(values, min.values if isinstance(min, Tensor) else min)
    if max is not None:
        values = np.minimum(values, max.values if isinstance(max, Tensor) else max)
    return x.new(values)


def softplus(x: Tensor) -> Tensor:
    return x.new(np.logaddexp(0, x.values))


def masked_fill(x: Tensor, mask: Tensor, value: Any) -> Tensor:
    filler = value.item() if isinstance(value, Tensor) else value
    return x.new(np.where(mask.values, np.asarray(filler, x.dtype.compute), x.values))


def lerp(start: Tensor, end: Tensor, weight: Any) -> Tensor:
    return add(start, binary(weight, sub(end, start), np.multiply))


def addcmul(x: Tensor, a: Tensor, b: Tensor, *, value: Any = 1) -> Tensor:
    return add(x, mul_scalar(binary(a, b, np.multiply), value))


def logical_not(x: Tensor) -> Tensor:
    return x.new(np.logical_not(x.values), dtypes.bool_)


def _unary(name: str, function: Callable[[np.ndarray], np.ndarray], result: Callable[[dtype], dtype]) -> None:
    def apply(x: Tensor, *, out: Tensor | None = None, **_: Any) -> Tensor:
        kind = result(x.dtype)
        with np.errstate(all="ignore"):
            values = function(x.values if x.dtype.kind == "f" or kind.kind != "f" else x.values.astype(np.float32))
        return _store(x.new(values, kind), out)

    apply.__name__ = name
    FUNCTIONS[name] = apply


def _binary(name: str, function: Callable[[Any, Any], Any], kind: dtype | None) -> None:
    def apply(a: Any, b: Any, *, out: Tensor | None = None) -> Tensor:
        computing = result_type(a, b)
        with np.errstate(all="ignore"):
            values = function(operand(a, computing), operand(b, computing))
        return _store(tensor_of(a, b).new(values, kind or computing), out)

    apply.__name__ = name
    FUNCTIONS[name] = apply


for _name, _unary_function in FLOATING.items():
    _unary(_name, _unary_function, floating)
for _name, _unary_function in KEEPING.items():
    _unary(_name, _unary_function, lambda kind: kind)
for _name, _unary_function in TESTS.items():
    _unary(_name, _unary_function, lambda kind: dtypes.bool_)
for _name, _binary_function in BINARY.items():
    _binary(_name, _binary_function, None)
for _name, _binary_function in COMPARISONS.items():
    _binary(_name, _binary_function, dtypes.bool_)
FUNCTIONS |= {
    "add": add, "sub": sub, "subtract": sub, "div": div, "divide": div, "true_divide": div, "where": where,
    "clamp": clamp, "clip": clamp, "masked_fill": masked_fill, "lerp": lerp, "addcmul": addcmul,
}  # fmt: skip

IN_PLACE = (
    "add", "sub", "mul", "div", "pow", "clamp", "masked_fill", "exp", "log", "sqrt", "rsqrt", "abs", "neg", "relu",
    "floor", "ceil", "round", "sigmoid", "tanh", "floor_divide", "remainder", "logical_not", "bitwise_and",
    "bitwise_or", "reciprocal",
)  # fmt: skip

_OPERATORS = {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "div", "floordiv": "floor_divide", "mod": "remainder",
    "pow": "pow", "and": "bitwise_and", "or": "bitwise_or", "xor": "bitwise_xor", "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
}  # fmt: skip


def _reflected(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, other: function(other, self)


def _in_place(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *args, **options: self.copy_(function(self, *args, **options))


def install() -> None:
    """Give ``Tensor`` these functions as methods and Python's operators."""
    for name, function in FUNCTIONS.items():
        if name == "where":
            attach("where", lambda self, condition, other: where(condition, self, other))
        else:
            attach(name, function)
    for name in IN_PLACE:
        attach(f"{name}_", _in_place(FUNCTIONS[name]))
    for operator, name in _OPERATORS.items():
        attach(f"__{operator}__", FUNCTIONS[name])
        attach(f"__r{operator}__", _reflected(FUNCTIONS[name]))
        attach(f"__i{operator}__", _in_place(FUNCTIONS[name]))
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        attach(f"__{name}__", FUNCTIONS[name])
    for dunder, name in (("__neg__", "neg"), ("__abs__", "abs"), ("__invert__", "bitwise_not")):
        attach(dunder, FUNCTIONS[name])
    attach("__pos__", lambda self: self)
