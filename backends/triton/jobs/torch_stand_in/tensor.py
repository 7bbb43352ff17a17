"""The tensor of the stand-in: a strided numpy view of an aligned storage, with torch's names.

Only what the host side of a kernel file uses: creation, shapes and strides, indexing, conversion. Arithmetic lives in
``elementwise``, ``reductions`` and ``shaping``, whose functions become methods in ``__init__``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import device as devices
from . import dtypes
from .dtypes import dtype

ALIGNMENT = 64


class NeedsTorch(AttributeError):
    """The file uses a part of torch that the stand-in does not have."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a real torch")
        self.what = what


class Size(tuple):
    """``torch.Size``."""

    def numel(self) -> int:
        return int(np.prod(self, dtype=np.int64)) if self else 1

    def __getitem__(self, index: Any) -> Any:
        found = tuple.__getitem__(self, index)
        return Size(found) if isinstance(index, slice) else found

    def __add__(self, other: Any) -> Size:
        return Size(tuple.__add__(self, tuple(other)))

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"


class Storage:
    """One allocation, ``ALIGNMENT``-byte aligned as a GPU allocator would give it (256 there, 64 here)."""

    def __init__(self, size: int) -> None:
        self.length = size
        raw = np.empty(size + ALIGNMENT, dtype=np.uint8)
        start = -raw.ctypes.data % ALIGNMENT
        self.bytes = raw[start : start + size]

    def data_ptr(self) -> int:
        return self.bytes.ctypes.data

    def nbytes(self) -> int:
        return self.length

    size = nbytes

    def __len__(self) -> int:
        return self.length

    def cpu(self) -> Storage:
        return self

    def copy_(self, other: Storage) -> Storage:
        if other is not self:
            self.bytes[:] = other.bytes
        return self


def elements(shape: Sequence[int], kind: dtype) -> tuple[Storage, np.ndarray]:
    """A fresh contiguous array of stored elements."""
    count = int(np.prod(shape, dtype=np.int64)) if len(shape) else 1
    storage = Storage(count * kind.itemsize)
    return storage, storage.bytes.view(kind.storage).reshape(tuple(shape))


class Tensor:
    """``torch.Tensor``; ``array`` holds stored elements, ``values`` the numbers they stand for."""

    layout = "torch.strided"
    is_sparse = is_quantized = is_nested = False
    is_leaf = True
    grad_fn = None

    def __init__(self, storage: Storage, array: np.ndarray, kind: dtype, device: devices.device = devices.CPU) -> None:
        self._storage = storage
        self.array = array
        self.dtype = kind
        self.device = device
        self.requires_grad = False
        self.grad: Tensor | None = None

    @classmethod
    def of(cls, values: Any, kind: dtype | None = None, device: devices.device | None = None) -> Tensor:
        """A new tensor of these numbers, rounded to ``kind``."""
        values = np.asarray(values)
        kind = kind or dtypes.of_numpy(values)
        storage, array = elements(values.shape, kind)
        array[...] = dtypes.narrow(values, kind)
        return cls(storage, array, kind, device or devices.default())

    @classmethod
    def empty(cls, shape: Sequence[int], kind: dtype, device: devices.device | None = None) -> Tensor:
        """Uninitialized memory: NaN, or the largest integer, so that elements nobody wrote are seen."""
        storage, array = elements(shape, kind)
        if kind.kind == "f":
            array[...] = dtypes.narrow(np.asarray(np.nan, np.float32), kind)
        elif kind.kind == "i":
            array[...] = np.iinfo(kind.storage).max
        return cls(storage, array, kind, device or devices.default())

    def view_of(self, array: np.ndarray) -> Tensor:
        """A tensor over the same storage (``array`` must be a view of this one's)."""
        return type(self)(self._storage, array, self.dtype, self.device)

    @property
    def values(self) -> np.ndarray:
        return dtypes.widen(self.array, self.dtype)

    def new(self, values: Any, kind: dtype | None = None) -> Tensor:
        """Numbers computed from this tensor, on its device, in its type unless told."""
        return Tensor.of(values, kind or self.dtype, self.device)

    # Shape and memory -------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> Size:
        return Size(self.array.shape)

    def size(self, dim: int | None = None) -> Any:
        return self.shape if dim is None else self.array.shape[dim]

    @property
    def ndim(self) -> int:
        return self.array.ndim

    def dim(self) -> int:
        return self.array.ndim

    def numel(self) -> int:
        return self.array.size

    nelement = numel

    def stride(self, dim: int | None = None) -> Any:
        strides = [s // self.dtype.itemsize for s in self.array.strides]
        if self.array.flags.c_contiguous:
            # numpy gives a dimension of length 1 any stride it likes; torch derives it from the dimensions after it.
            step = 1
            for axis in reversed(range(len(strides))):
                strides[axis] = step
                step *= max(self.array.shape[axis], 1)
        return tuple(strides) if dim is None else strides[dim]

    def storage_offset(self) -> int:
        return (self.data_ptr() - self._storage.data_ptr()) // self.dtype.itemsize

    def untyped_storage(self) -> Storage:
        return self._storage

    def data_ptr(self) -> int:
        return self.array.__array_interface__["data"][0]

    def element_size(self) -> int:
        return self.dtype.itemsize

    @property
    def itemsize(self) -> int:
        return self.dtype.itemsize

    @property
    def nbytes(self) -> int:
        return self.array.size * self.dtype.itemsize

    def is_contiguous(self, memory_format: Any = None) -> bool:
        return bool(self.array.flags.c_contiguous)

    def contiguous(self, memory_format: Any = None) -> Tensor:
        return self if self.is_contiguous() else self.clone()

    def clone(self, memory_format: Any = None) -> Tensor:
        storage, array = elements(self.array.shape, self.dtype)
        array[...] = self.array
        return Tensor(storage, array, self.dtype, self.device)

    def copy_(self, other: Tensor, non_blocking: bool = False) -> Tensor:
        self.array[...] = dtypes.narrow(other.values, self.dtype)
        return self

    def set_(self, storage: Storage, offset: int = 0, size: Sequence[int] = (), stride: Sequence[int] = ()) -> Tensor:
        width = self.dtype.itemsize
        flat = storage.bytes[offset * width :]
        flat = flat[: len(flat) // width * width].view(self.dtype.storage)
        self._storage = storage
        self.array = np.lib.stride_tricks.as_strided(flat, tuple(size), tuple(s * width for s in stride))
        return self

    def as_strided(self, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None) -> Tensor:
        offset = self.storage_offset() if storage_offset is None else storage_offset
        return Tensor(self._storage, self.array, self.dtype, self.device).set_(self._storage, offset, size, stride)

    # Types and devices ------------------------------------------------------------------------------------------------

    def to(self, *args: Any, **options: Any) -> Tensor:
        kind, place = options.get("dtype"), options.get("device")
        for arg in args:
            if isinstance(arg, dtype):
                kind = arg
            elif isinstance(arg, Tensor):
                kind, place = arg.dtype, arg.device
            elif isinstance(arg, (str, int, devices.device)) and not isinstance(arg, bool):
                place = arg
        target = self.device if place is None else devices.device(place)
        if (kind is None or kind is self.dtype) and target == self.device and not options.get("copy"):
            return self
        if kind is None or kind is self.dtype:
            moved = self.clone()
            moved.device = target
            return moved
        return Tensor.of(self.values, kind, target)

    def type(self, kind: dtype | None = None) -> Any:
        return f"torch.{self.dtype.name}" if kind is None else self.to(kind)

    def type_as(self, other: Tensor) -> Tensor:
        return self.to(other.dtype)

    def cpu(self) -> Tensor:
        return self.to("cpu")

    def cuda(self, device: Any = None, non_blocking: bool = False) -> Tensor:
        return self.to("cuda" if device is None else device)

    @property
    def is_cuda(self) -> bool:
        return self.device.type == "cuda"

    @property
    def is_cpu(self) -> bool:
        return self.device.type == "cpu"

    def get_device(self) -> int:
        return -1 if self.device.index is None else self.device.index

    def is_floating_point(self) -> bool:
        return self.dtype.is_floating_point

    def numpy(self) -> np.ndarray:
        return self.array if self.dtype.storage == self.dtype.compute else self.values.astype(self.array.dtype)

    def item(self) -> Any:
        if self.array.size != 1:
            raise RuntimeError(f"a Tensor with {self.array.size} elements cannot be converted to Scalar")
        return self.values.reshape(()).item()

    def tolist(self) -> Any:
        return self.values.tolist()

    # Autograd: values only --------------------------------------------------------------------------------------------

    def detach(self) -> Tensor:
        return self.view_of(self.array)

    @property
    def data(self) -> Tensor:
        return self.detach()

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        self.requires_grad = requires_grad
        return self

    def backward(self, *args: Any, **options: Any) -> None:
        raise NeedsTorch("Tensor.backward()")

    def retain_grad(self) -> None:
        raise NeedsTorch("Tensor.retain_grad()")

    # Python's protocols -----------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        if not self.array.ndim:
            raise TypeError("len() of a 0-d tensor")
        return len(self.array)

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        if self.array.size != 1:
            raise RuntimeError("Boolean value of Tensor with more than one value is ambiguous")
        return bool(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __float__(self) -> float:
        return float(self.item())

    def __index__(self) -> int:
        if self.dtype.kind == "f":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.item())

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self.array.size == 1 and spec else format(repr(self), spec)

    def __repr__(self) -> str:
        body = np.array2string(self.values, separator=", ", prefix="tensor(", threshold=1000, precision=4)
        note = "" if self.dtype in (dtypes.float32, dtypes.int64, dtypes.bool_) else f", dtype={self.dtype}"
        return f"tensor({body}{note})"

    __hash__ = object.__hash__

    def __array__(self, kind: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.values if kind is None else self.values.astype(kind)

    def __getitem__(self, index: Any) -> Tensor:
        taken = self.array[plain_index(index)]
        if not isinstance(taken, np.ndarray):
            taken = np.asarray(taken)
        if np.may_share_memory(taken, self._storage.bytes):
            return self.view_of(taken)
        if not taken.ndim and not has_arrays(index):
            # A scalar index: numpy copies, torch gives a view of the element.
            whole = self.array[(*(index if isinstance(index, tuple) else (index,)), ...)]
            return self.view_of(whole)
        storage, array = elements(taken.shape, self.dtype)
        array[...] = taken
        return Tensor(storage, array, self.dtype, self.device)

    def __setitem__(self, index: Any, value: Any) -> None:
        values = value.values if isinstance(value, Tensor) else value
        self.array[plain_index(index)] = dtypes.narrow(np.asarray(values), self.dtype)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NeedsTorch(f"Tensor.{name}")


Tensor.__module__ = "torch"


def plain_index(index: Any) -> Any:
    """Tensor indices as numpy arrays, lists as torch reads them."""
    if isinstance(index, tuple):
        return tuple(plain_index(i) for i in index)
    if isinstance(index, Tensor):
        return index.array if index.array.ndim or index.dtype.kind == "b" else int(index)
    return index


def has_arrays(index: Any) -> bool:
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(p, (Tensor, np.ndarray, list)) for p in parts)


def attach(name: str, function: Callable[..., Any]) -> None:
    """Make a function of the tensor its method, too."""
    setattr(Tensor, name, function)


def shape_of(args: Sequence[Any]) -> tuple[int, ...]:
    """``view(2, 3)`` and ``view((2, 3))`` alike."""
    if len(args) == 1 and isinstance(args[0], (tuple, list)):
        args = args[0]
    return tuple(int(a) for a in itertools.chain(args))
