"""Element types of the stand-in: their storage in numpy, the type they are computed in, and torch's promotion rules."""

from __future__ import annotations

from typing import Any

import numpy as np


class dtype:
    """``torch.dtype``: singletons compared by identity, printed as torch prints them."""

    def __init__(self, name: str, storage: Any, compute: Any, kind: str, rank: int, alias: str | None = None) -> None:
        self.name = name
        self.storage = np.dtype(storage)
        self.compute = np.dtype(compute)
        self.kind = kind
        """``b`` bool, ``i`` integer, ``f`` floating; later letters win a promotion."""
        self.rank = rank
        self.alias = alias

    @property
    def is_floating_point(self) -> bool:
        return self.kind == "f"

    @property
    def is_complex(self) -> bool:
        return False

    @property
    def is_signed(self) -> bool:
        return self.kind == "f" or (self.kind == "i" and self.storage.kind == "i")

    @property
    def itemsize(self) -> int:
        return self.storage.itemsize

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> Any:
        return self.name


# Triton recognizes a type by ``str(dtype)``, so names are exactly torch's.
dtype.__module__ = "torch"

bool_ = dtype("bool", np.bool_, np.bool_, "b", 0)
uint8 = dtype("uint8", np.uint8, np.uint8, "i", 1)
int8 = dtype("int8", np.int8, np.int8, "i", 2)
uint16 = dtype("uint16", np.uint16, np.uint16, "i", 3)
int16 = dtype("int16", np.int16, np.int16, "i", 4, "short")
uint32 = dtype("uint32", np.uint32, np.uint32, "i", 5)
int32 = dtype("int32", np.int32, np.int32, "i", 6, "int")
uint64 = dtype("uint64", np.uint64, np.uint64, "i", 7)
int64 = dtype("int64", np.int64, np.int64, "i", 8, "long")
float8_e4m3fn = dtype("float8_e4m3fn", np.uint8, np.float32, "f", 9)
float8_e5m2 = dtype("float8_e5m2", np.uint8, np.float32, "f", 10)
float16 = dtype("float16", np.float16, np.float32, "f", 11, "half")
bfloat16 = dtype("bfloat16", np.uint16, np.float32, "f", 12)
float32 = dtype("float32", np.float32, np.float32, "f", 13, "float")
float64 = dtype("float64", np.float64, np.float64, "f", 14, "double")

ALL = (
    bool_, uint8, int8, uint16, int16, uint32, int32, uint64, int64,
    float8_e4m3fn, float8_e5m2, float16, bfloat16, float32, float64,
)  # fmt: skip


def promote(a: dtype, b: dtype) -> dtype:
    """``torch.promote_types``."""
    if a is b:
        return a
    if {a, b} == {float16, bfloat16}:
        return float32
    if a.kind == b.kind == "i" and a.is_signed != b.is_signed:
        unsigned, signed = (a, b) if b.is_signed else (b, a)
        if unsigned.itemsize >= signed.itemsize:
            return {1: int16, 2: int32}.get(unsigned.itemsize, int64)
    if a.kind != b.kind:
        return a if a.kind != "b" and (b.kind == "b" or a.kind == "f") else b
    return a if a.rank > b.rank else b


def of_scalar(value: Any) -> dtype:
    if isinstance(value, (bool, np.bool_)):
        return bool_
    return int64 if isinstance(value, (int, np.integer)) else float32


def of_numpy(array: np.ndarray) -> dtype:
    for candidate in ALL:
        if (candidate.storage == array.dtype and candidate.storage == candidate.compute) or (
            candidate is float16 and array.dtype == np.float16
        ):
            return candidate
    raise TypeError(f"no torch type for numpy {array.dtype}")


def _fp8_values(exponent_bits: int, mantissa_bits: int, finite: bool) -> np.ndarray:
    """The 256 values of an 8-bit float (OCP 8-bit Floating Point Specification, section 5)."""
    codes = np.arange(256)
    sign = np.where(codes & 0x80, -1.0, 1.0)
    exponent = (codes & 0x7F) >> mantissa_bits
    mantissa = (codes & ((1 << mantissa_bits) - 1)) / (1 << mantissa_bits)
    bias = (1 << (exponent_bits - 1)) - 1
    values = np.where(exponent == 0, mantissa * 2.0 ** (1 - bias), (1 + mantissa) * 2.0 ** (exponent - float(bias)))
    top = exponent == (1 << exponent_bits) - 1
    if finite:
        values = np.where((codes & 0x7F) == 0x7F, np.nan, values)
    else:
        values = np.where(top, np.where(mantissa == 0, np.inf, np.nan), values)
    return (sign * values).astype(np.float32)


_FP8 = {float8_e4m3fn: _fp8_values(4, 3, True), float8_e5m2: _fp8_values(5, 2, False)}


def widen(array: np.ndarray, kind: dtype) -> np.ndarray:
    """Stored elements as numbers of the type they are computed in."""
    if kind is bfloat16:
        return (array.astype(np.uint32) << 16).view(np.float32)
    if kind in _FP8:
        return _FP8[kind][array]
    return array.astype(kind.compute, copy=False)


def narrow(values: np.ndarray, kind: dtype) -> np.ndarray:
    """Numbers as stored elements, rounded to nearest even; out of range integers wrap."""
    with np.errstate(all="ignore"):
        if kind is bfloat16:
            bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
            rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
            return np.where(np.isnan(values), 0x7FC0, rounded).astype(np.uint16).reshape(np.shape(values))
        if kind in _FP8:
            table = _FP8[kind]
            finite = np.isfinite(table)
            order = np.argsort(table[finite], kind="stable")
            sorted_values, codes = table[finite][order], np.flatnonzero(finite)[order]
            clipped = np.clip(np.nan_to_num(np.asarray(values, np.float32)), sorted_values[0], sorted_values[-1])
            right = np.clip(np.searchsorted(sorted_values, clipped), 1, len(codes) - 1)
            nearer = np.abs(clipped - sorted_values[right - 1]) <= np.abs(sorted_values[right] - clipped)
            out = np.where(nearer, codes[right - 1], codes[right])
            return np.where(np.isnan(values), 0x7F, out).astype(np.uint8)
        if kind is bool_:
            return np.asarray(values) != 0
        if kind.kind == "i" and np.asarray(values).dtype.kind == "f":
            return np.asarray(values).astype(np.int64).astype(kind.storage)
        return np.asarray(values).astype(kind.storage)
