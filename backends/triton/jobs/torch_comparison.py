"""Watches the comparisons that host code makes with a real torch, and tells where tensors differ and by how much.

Loaded by path from the run job, in an interpreter that has torch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mismatch:
    """The first wrong element of ``actual`` and the largest error."""

    text: str
    index: tuple[int, ...]
    largest: float

    def __str__(self) -> str:
        return self.text


def difference(actual: Any, expected: Any, rtol: float, atol: float, equal_nan: bool = False) -> Mismatch | None:
    import torch

    if not (isinstance(actual, torch.Tensor) and isinstance(expected, torch.Tensor)):
        return None
    if actual.shape != expected.shape:
        return Mismatch(f"shapes differ: {list(actual.shape)} and {list(expected.shape)}", (), 0.0)
    a, b = actual.detach().cpu().double(), expected.detach().cpu().double()
    close = torch.isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if bool(close.all()):
        return None
    error = (a - b).abs()[~close]
    finite = error[error.isfinite()]
    largest = float(finite.max()) if finite.numel() else float("nan")
    index = tuple(int(i) for i in (~close).nonzero()[0])
    at = ", ".join(str(i) for i in index)
    text = (
        f"{int((~close).sum())} of {close.numel()} elements are wrong; largest absolute error {largest:.6g}; "
        f"first at [{at}]: got {float(a[index]):.6g}, expected {float(b[index]):.6g}"
    )
    return Mismatch(text, index, largest)


def install(observe: Callable[[Mismatch | None], None]) -> None:
    """Wrap ``torch.allclose``, ``torch.equal`` and ``torch.testing.assert_close``."""
    import torch

    allclose, equal, assert_close = torch.allclose, torch.equal, torch.testing.assert_close

    def watched_allclose(a: Any, b: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> bool:
        found = allclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)
        observe(None if found else difference(a, b, rtol, atol, equal_nan))
        return found

    def watched_equal(a: Any, b: Any) -> bool:
        found = equal(a, b)
        observe(None if found else difference(a, b, 0.0, 0.0))
        return found

    def watched_assert_close(actual: Any, expected: Any, **options: Any) -> None:
        try:
            assert_close(actual, expected, **options)
        except AssertionError:
            rtol, atol = options.get("rtol"), options.get("atol")
            found = difference(actual, expected, 1.3e-6 if rtol is None else rtol, 1e-5 if atol is None else atol)
            observe(found)
            raise

    torch.allclose, torch.equal = watched_allclose, watched_equal
    torch.testing.assert_close = watched_assert_close
    torch.Tensor.allclose = watched_allclose  # type: ignore[method-assign,assignment]
