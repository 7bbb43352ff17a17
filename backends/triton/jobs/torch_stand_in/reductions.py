"""Reductions, scans, sorting and products over dimensions."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any

import numpy as np

from . import dtypes
from .dtypes import dtype
from .elementwise import floating, result_type
from .tensor import Tensor

FUNCTIONS: dict[str, Callable[..., Any]] = {}
Extremum = namedtuple("Extremum", ["values", "indices"])


def _axis(dim: Any, axis: Any) -> Any:
    dim = axis if dim is None else dim
    return tuple(dim) if isinstance(dim, list) else dim


def _reduce(name: str, function: Callable[..., Any], result: Callable[[dtype], dtype]) -> None:
    def apply(
        x: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: dtype | None = None, axis: Any = None
    ) -> Tensor:
        kind = dtype or result(x.dtype)
        values = x.values.astype(np.float64 if kind.kind == "f" else kind.compute)
        with np.errstate(all="ignore"):
            return x.new(function(values, axis=_axis(dim, axis), keepdims=keepdim), kind)

    apply.__name__ = name
    FUNCTIONS[name] = apply


def _sum_type(kind: dtype) -> dtype:
    return kind if kind.kind == "f" else dtypes.int64


_reduce("sum", np.sum, _sum_type)
_reduce("prod", np.prod, _sum_type)
_reduce("mean", np.mean, floating)
_reduce("nansum", np.nansum, _sum_type)
_reduce("amax", np.max, lambda kind: kind)
_reduce("amin", np.min, lambda kind: kind)
_reduce("all", np.all, lambda kind: dtypes.bool_)
_reduce("any", np.any, lambda kind: dtypes.bool_)
_reduce(
    "count_nonzero", lambda v, axis, keepdims: np.sum(v != 0, axis=axis, keepdims=keepdims), lambda kind: dtypes.int64
)


def _spread(power: float) -> Callable[..., Tensor]:
    def apply(
        x: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: int | None = None
    ) -> Tensor:
        if isinstance(dim, bool):
            dim, unbiased = None, dim
        freedom = (1 if unbiased else 0) if correction is None else correction
        variance = np.var(x.values.astype(np.float64), axis=_axis(dim, None), ddof=freedom, keepdims=keepdim)
        return x.new(variance**power)

    return apply


FUNCTIONS["var"] = _spread(1.0)
FUNCTIONS["std"] = _spread(0.5)


def _extremum(
    reduce: Callable[..., Any], locate: Callable[..., Any], pairwise: Callable[..., Any]
) -> Callable[..., Any]:
    def apply(x: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
        if isinstance(dim, Tensor):
            kind = result_type(x, dim)
            return x.new(pairwise(x.values, dim.values), kind)
        if dim is None:
            return x.new(reduce(x.values))
        indices = locate(x.values, axis=dim, keepdims=keepdim)
        return Extremum(x.new(reduce(x.values, axis=dim, keepdims=keepdim)), x.new(indices, dtypes.int64))

    return apply


FUNCTIONS["max"] = _extremum(np.max, np.argmax, np.maximum)
FUNCTIONS["min"] = _extremum(np.min, np.argmin, np.minimum)


def argmax(x: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    return x.new(np.argmax(x.values, axis=dim, keepdims=keepdim), dtypes.int64)


def argmin(x: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    return x.new(np.argmin(x.values, axis=dim, keepdims=keepdim), dtypes.int64)


def cumsum(x: Tensor, dim: int = 0, *, dtype: dtype | None = None) -> Tensor:
    return x.new(
        np.cumsum(x.values.astype(np.float64 if x.dtype.kind == "f" else np.int64), axis=dim),
        dtype or _sum_type(x.dtype),
    )


def cumprod(x: Tensor, dim: int = 0, *, dtype: dtype | None = None) -> Tensor:
    return x.new(np.cumprod(x.values, axis=dim), dtype or _sum_type(x.dtype))


def softmax(x: Tensor, dim: int | None = None, dtype: dtype | None = None, *, axis: int | None = None) -> Tensor:
    dimension = _axis(dim, axis)
    values = x.values.astype(np.float64)
    with np.errstate(all="ignore"):
        shifted = np.exp(values - values.max(axis=dimension, keepdims=True))
        return x.new(shifted / shifted.sum(axis=dimension, keepdims=True), dtype or floating(x.dtype))


def log_softmax(x: Tensor, dim: int | None = None, dtype: dtype | None = None) -> Tensor:
    values = x.values.astype(np.float64)
    shifted = values - values.max(axis=dim, keepdims=True)
    return x.new(shifted - np.log(np.exp(shifted).sum(axis=dim, keepdims=True)), dtype or floating(x.dtype))


def logsumexp(x: Tensor, dim: Any, keepdim: bool = False) -> Tensor:
    values = x.values.astype(np.float64)
    top = values.max(axis=dim, keepdims=True)
    total = np.log(np.exp(values - top).sum(axis=dim, keepdims=True)) + top
    return x.new(total if keepdim else np.squeeze(total, axis=dim))


def norm(x: Tensor, p: Any = 2, dim: Any = None, keepdim: bool = False) -> Tensor:
    values = x.values.astype(np.float64)
    if p in ("fro", 2, 2.0):
        return x.new(np.sqrt(np.sum(values**2, axis=dim, keepdims=keepdim)))
    if p == float("inf"):
        return x.new(np.max(np.abs(values), axis=dim, keepdims=keepdim))
    return x.new(np.sum(np.abs(values) ** p, axis=dim, keepdims=keepdim) ** (1 / p))


def sort(x: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Extremum:
    order = np.argsort(-x.values if descending else x.values, axis=dim, kind="stable")
    return Extremum(x.new(np.take_along_axis(x.values, order, axis=dim)), x.new(order, dtypes.int64))


def argsort(x: Tensor, dim: int = -1, descending: bool = False) -> Tensor:
    return sort(x, dim, descending).indices


def topk(x: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Extremum:
    values, indices = sort(x, dim, largest)
    keep = [slice(None)] * x.ndim
    keep[dim] = slice(0, k)
    return Extremum(values[tuple(keep)], indices[tuple(keep)])


def unique(x: Tensor) -> Tensor:
    return x.new(np.unique(x.values))


def nonzero(x: Tensor, as_tuple: bool = False) -> Any:
    found = np.nonzero(x.values)
    if as_tuple:
        return tuple(x.new(i, dtypes.int64) for i in found)
    return x.new(np.stack(found, axis=-1), dtypes.int64)


def bincount(x: Tensor, weights: Tensor | None = None, minlength: int = 0) -> Tensor:
    counts = np.bincount(x.values, None if weights is None else weights.values, minlength)
    return x.new(counts, dtypes.int64 if weights is None else weights.dtype)


def histc(x: Tensor, bins: int = 100, min: float = 0, max: float = 0) -> Tensor:
    bounds = (min, max) if min != max else (x.values.min(), x.values.max())
    return x.new(np.histogram(x.values, bins=bins, range=bounds)[0])


def matmul(a: Tensor, b: Tensor, *, out: Tensor | None = None) -> Tensor:
    kind = dtypes.promote(a.dtype, b.dtype)
    wide = np.float64 if kind is dtypes.float64 else np.float32 if kind.kind == "f" else np.int64
    product = a.new(np.matmul(a.values.astype(wide), b.values.astype(wide)), kind)
    return product if out is None else out.copy_(product)


def addmm(bias: Tensor, a: Tensor, b: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    product = np.matmul(a.values.astype(np.float32), b.values.astype(np.float32))
    return a.new(beta * bias.values + alpha * product, dtypes.promote(a.dtype, b.dtype))


def einsum(equation: str, *operands: Any) -> Tensor:
    tensors = list(operands[0]) if len(operands) == 1 and isinstance(operands[0], (list, tuple)) else list(operands)
    kind = tensors[0].dtype
    for t in tensors[1:]:
        kind = dtypes.promote(kind, t.dtype)
    wide = np.float64 if kind is dtypes.float64 else np.float32 if kind.kind == "f" else np.int64
    return tensors[0].new(np.einsum(equation, *(t.values.astype(wide) for t in tensors)), kind)


def outer(a: Tensor, b: Tensor) -> Tensor:
    return a.new(np.outer(a.values, b.values), dtypes.promote(a.dtype, b.dtype))


FUNCTIONS |= {
    "argmax": argmax, "argmin": argmin, "cumsum": cumsum, "cumprod": cumprod, "softmax": softmax,
    "log_softmax": log_softmax, "logsumexp": logsumexp, "norm": norm, "sort": sort, "argsort": argsort, "topk": topk,
    "unique": unique, "nonzero": nonzero, "bincount": bincount, "histc": histc, "matmul": matmul, "mm": matmul,
    "bmm": matmul, "mv": matmul, "dot": matmul, "addmm": addmm, "einsum": einsum, "outer": outer,
}  # fmt: skip
