"""Views, joins, gathers: everything that moves elements without computing with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import dtypes
from .dtypes import dtype
from .tensor import Tensor, elements, shape_of

FUNCTIONS: dict[str, Callable[..., Any]] = {}


def _kept(x: Tensor, array: np.ndarray) -> Tensor:
    """A view where numpy gave one, else a contiguous copy of the stored elements."""
    if np.may_share_memory(array, x.array) and array.size:
        return x.view_of(array)
    storage, fresh = elements(array.shape, x.dtype)
    fresh[...] = array
    return Tensor(storage, fresh, x.dtype, x.device)


def reshape(x: Tensor, *shape: Any) -> Tensor:
    return _kept(x, x.array.reshape(shape_of(shape)))


def view(x: Tensor, *shape: Any) -> Tensor:
    if len(shape) == 1 and isinstance(shape[0], dtype):
        return Tensor(x._storage, x.array.view(shape[0].storage), shape[0], x.device)
    array = x.array.reshape(shape_of(shape))
    if array.size and not np.may_share_memory(array, x.array):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return x.view_of(array)


def flatten(x: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    end = end_dim % x.ndim + 1 if x.ndim else 0
    start = start_dim % x.ndim if x.ndim else 0
    return reshape(x, *x.shape[:start], -1, *x.shape[end:])


def transpose(x: Tensor, dim0: int, dim1: int) -> Tensor:
    return x.view_of(np.swapaxes(x.array, dim0, dim1))


def t(x: Tensor) -> Tensor:
    return x.view_of(x.array.T)


def permute(x: Tensor, *dims: Any) -> Tensor:
    return x.view_of(np.transpose(x.array, shape_of(dims)))


def unsqueeze(x: Tensor, dim: int) -> Tensor:
    return x.view_of(np.expand_dims(x.array, dim))


def squeeze(x: Tensor, dim: Any = None) -> Tensor:
    if isinstance(dim, int) and x.shape[dim] != 1:
        return x
    return x.view_of(np.squeeze(x.array, axis=dim))


def expand(x: Tensor, *shape: Any) -> Tensor:
    wanted = list(shape_of(shape))
    for i in range(1, x.ndim + 1):
        if wanted[-i] == -1:
            wanted[-i] = x.shape[-i]
    return x.view_of(np.broadcast_to(x.array, wanted))


def expand_as(x: Tensor, other: Tensor) -> Tensor:
    return expand(x, *other.shape)


def repeat(x: Tensor, *counts: Any) -> Tensor:
    return _kept(x, np.tile(x.array, shape_of(counts)))


def repeat_interleave(x: Tensor, repeats: Any, dim: int | None = None) -> Tensor:
    return _kept(x, np.repeat(x.array, repeats.values if isinstance(repeats, Tensor) else repeats, axis=dim))


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    kind = tensors[0].dtype
    for other in tensors[1:]:
        kind = dtypes.promote(kind, other.dtype)
    return tensors[0].new(np.concatenate([x.values for x in tensors], axis=dim), kind)


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    return _kept(tensors[0], np.stack([x.array for x in tensors], axis=dim))


def split(x: Tensor, size: Any, dim: int = 0) -> tuple[Tensor, ...]:
    length = x.shape[dim]
    sizes = list(size) if isinstance(size, (list, tuple)) else [size] * -(-length // size)
    parts, start = [], 0
    for width in sizes:
        parts.append(narrow(x, dim, start, min(width, length - start)))
        start += width
    return tuple(parts)


def chunk(x: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    return split(x, -(-x.shape[dim] // chunks), dim)


def narrow(x: Tensor, dim: int, start: int, length: int) -> Tensor:
    index = [slice(None)] * x.ndim
    index[dim] = slice(start, start + length)
    return x.view_of(x.array[tuple(index)])


def select(x: Tensor, dim: int, index: int) -> Tensor:
    return x.view_of(np.moveaxis(x.array, dim, 0)[index])


def unbind(x: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    return tuple(select(x, dim, i) for i in range(x.shape[dim]))


def flip(x: Tensor, *dims: Any) -> Tensor:
    return _copy(x, np.flip(x.array, shape_of(dims)))


def roll(x: Tensor, shifts: Any, dims: Any = None) -> Tensor:
    return _copy(x, np.roll(x.array, shifts, axis=dims))


def _copy(x: Tensor, array: np.ndarray) -> Tensor:
    storage, fresh = elements(array.shape, x.dtype)
    fresh[...] = array
    return Tensor(storage, fresh, x.dtype, x.device)


def tril(x: Tensor, diagonal: int = 0) -> Tensor:
    return _copy(x, np.tril(x.array, diagonal))


def triu(x: Tensor, diagonal: int = 0) -> Tensor:
    return _copy(x, np.triu(x.array, diagonal))


def diag(x: Tensor, diagonal: int = 0) -> Tensor:
    return _copy(x, np.diag(x.array, diagonal))


def gather(x: Tensor, dim: int, index: Tensor) -> Tensor:
    # Unlike numpy's take_along_axis, torch lets the index be smaller than the source in the other dimensions.
    window = tuple(slice(None) if d == dim % x.ndim else slice(0, n) for d, n in enumerate(index.shape))
    return _copy(x, np.take_along_axis(x.array[window], index.values, axis=dim))


def scatter_(x: Tensor, dim: int, index: Tensor, src: Any) -> Tensor:
    source = src.values if isinstance(src, Tensor) else src
    np.put_along_axis(x.array, index.values, dtypes.narrow(np.broadcast_to(source, index.shape), x.dtype), axis=dim)
    return x


def scatter_add_(x: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    total = x.values.copy()
    where: list[Any] = list(np.indices(index.shape))
    where[dim] = index.values
    np.add.at(total, tuple(where), src.values)
    x.array[...] = dtypes.narrow(total, x.dtype)
    return x


def index_select(x: Tensor, dim: int, index: Tensor) -> Tensor:
    return _copy(x, np.take(x.array, index.values, axis=dim))


def index_add_(x: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor:
    total = x.values.copy()
    np.add.at(np.moveaxis(total, dim, 0), index.values, np.moveaxis(source.values, dim, 0))
    x.array[...] = dtypes.narrow(total, x.dtype)
    return x


def masked_select(x: Tensor, mask: Tensor) -> Tensor:
    return _copy(x, x.array[mask.values])


def fill_(x: Tensor, value: Any) -> Tensor:
    x.array[...] = dtypes.narrow(np.asarray(value.item() if isinstance(value, Tensor) else value), x.dtype)
    return x


def zero_(x: Tensor) -> Tensor:
    return fill_(x, 0)


FUNCTIONS |= {
    "reshape": reshape, "flatten": flatten, "transpose": transpose, "swapaxes": transpose, "t": t, "permute": permute,
    "unsqueeze": unsqueeze, "squeeze": squeeze, "repeat_interleave": repeat_interleave, "cat": cat,
    "concat": cat, "concatenate": cat, "stack": stack, "split": split, "chunk": chunk, "narrow": narrow,
    "unbind": unbind, "flip": flip, "roll": roll, "tril": tril, "triu": triu, "diag": diag, "gather": gather,
    "index_select": index_select, "masked_select": masked_select, "select": select,
}  # fmt: skip
METHODS: dict[str, Callable[..., Any]] = {
    "view": view, "expand": expand, "expand_as": expand_as, "repeat": repeat, "scatter_": scatter_,
    "scatter_add_": scatter_add_, "index_add_": index_add_, "fill_": fill_, "zero_": zero_,
    "view_as": lambda x, other: view(x, *other.shape), "reshape_as": lambda x, other: reshape(x, *other.shape),
}  # fmt: skip
"""Methods that are not functions of the ``torch`` module, too."""
