"""``allclose``, ``equal`` and ``assert_close``; each comparison that fails is kept with where and by how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import dtypes
from .dtypes import dtype
from .tensor import Tensor

TOLERANCES: dict[dtype, tuple[float, float]] = {
    dtypes.float16: (1e-3, 1e-5), dtypes.bfloat16: (1.6e-2, 1e-5), dtypes.float32: (1.3e-6, 1e-5),
    dtypes.float64: (1e-7, 1e-7),
}  # fmt: skip
"""(rtol, atol) of ``torch.testing.assert_close``."""


@dataclass(frozen=True)
class Mismatch:
    """The worst and first places where two tensors differ. ``index`` is in ``actual``."""

    wrong: int
    total: int
    index: tuple[int, ...]
    actual: float
    expected: float
    largest: float
    reason: str = ""

    def __str__(self) -> str:
        if self.reason:
            return self.reason
        at = ", ".join(str(i) for i in self.index)
        return (
            f"{self.wrong} of {self.total} elements are wrong; largest absolute error {self.largest:.6g}; "
            f"first at [{at}]: got {self.actual:.6g}, expected {self.expected:.6g}"
        )


observers: list[Callable[[Mismatch | None], None]] = []
"""Called after every comparison with what was wrong, or ``None``."""


def _note(found: Mismatch | None) -> Mismatch | None:
    for observe in observers:
        observe(found)
    return found


def compare(actual: Any, expected: Any, rtol: float, atol: float, equal_nan: bool) -> Mismatch | None:
    """The difference of two arrays or tensors, ``None`` when they are close."""
    a = np.asarray(actual.values if isinstance(actual, Tensor) else actual)
    b = np.asarray(expected.values if isinstance(expected, Tensor) else expected)
    try:
        a, b = np.broadcast_arrays(a, b)
    except ValueError:
        return Mismatch(0, 0, (), 0, 0, 0, f"shapes differ: {list(a.shape)} and {list(b.shape)}")
    x, y = a.astype(np.float64), b.astype(np.float64)
    with np.errstate(all="ignore"):
        close = np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)
        error = np.abs(x - y)
    if close.all():
        return None
    flat = int(np.flatnonzero(~close.ravel())[0])
    index = tuple(int(i) for i in np.unravel_index(flat, close.shape)) if close.ndim else ()
    finite = error[np.isfinite(error) & ~close]
    largest = float(finite.max()) if finite.size else float("nan")
    return Mismatch(
        int((~close).sum()), int(close.size), index, float(x.ravel()[flat]), float(y.ravel()[flat]), largest
    )


def allclose(a: Tensor, b: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> bool:
    if a.dtype is not b.dtype:
        raise RuntimeError(f"{a.dtype.name} did not match {b.dtype.name}")
    return _note(compare(a, b, rtol, atol, equal_nan)) is None


def isclose(a: Tensor, b: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Tensor:
    return a.new(np.isclose(a.values, b.values, rtol=rtol, atol=atol, equal_nan=equal_nan), dtypes.bool_)


def equal(a: Tensor, b: Tensor) -> bool:
    if a.shape != b.shape:
        _note(Mismatch(0, 0, (), 0, 0, 0, f"shapes differ: {list(a.shape)} and {list(b.shape)}"))
        return False
    return _note(compare(a, b, 0, 0, False)) is None


def assert_close(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = False,
    check_dtype: bool = True,
    check_device: bool = True,
    check_stride: bool = False,
    msg: Any = None,
    allow_subclasses: bool = True,
    check_layout: bool = True,
) -> None:
    if isinstance(actual, (list, tuple)) and isinstance(expected, (list, tuple)):
        for left, right in zip(actual, expected, strict=True):
            assert_close(left, right, rtol=rtol, atol=atol, equal_nan=equal_nan, check_dtype=check_dtype)
        return
    pair = [x for x in (actual, expected) if isinstance(x, Tensor)]
    if len(pair) == 2:
        if pair[0].shape != pair[1].shape:
            raise AssertionError(f"The values for attribute 'shape' do not match: {pair[0].shape} != {pair[1].shape}.")
        if check_dtype and pair[0].dtype is not pair[1].dtype:
            raise AssertionError(f"The values for attribute 'dtype' do not match: {pair[0].dtype} != {pair[1].dtype}.")
    defaults = [TOLERANCES.get(x.dtype, (0.0, 0.0)) for x in pair] or [(1.3e-6, 1e-5)]
    relative = max(d[0] for d in defaults) if rtol is None else rtol
    absolute = max(d[1] for d in defaults) if atol is None else atol
    found = _note(compare(actual, expected, relative, absolute, equal_nan))
    if found is not None:
        raise AssertionError(msg if isinstance(msg, str) else f"Tensor-likes are not close! {found}")
