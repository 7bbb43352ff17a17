"""What is known of a value inside a kernel without compiling it: constant, scalar or block, its shape and element type.

Everything that is not certain is unknown, and unknown values never lead to a complaint.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

Dimension = int | str | None
"""A number, the text of a constexpr (``BLOCK_M``), or unknown."""


class Kind(Enum):
    CONSTANT = "constant"
    TENSOR = "tensor"
    TUPLE = "tuple"
    DTYPE = "dtype"
    UNKNOWN = "unknown"


class Missing:
    """The type of ``NO_VALUE``: a constexpr whose value is not known."""

    def __repr__(self) -> str:
        return "?"


NO_VALUE = Missing()
POINTER = "pointer"
SOME_FLOAT = "float"
"""Floating point of unknown width."""
_FLOATS = {SOME_FLOAT: 0, "float16": 16, "bfloat16": 16, "float32": 32, "float64": 64}
_INTEGERS = {
    "int1": 1, "int8": 8, "uint8": 8, "int16": 16, "uint16": 16, "int32": 32, "uint32": 32, "int64": 64, "uint64": 64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """``shape`` is ``()`` for a scalar and ``None`` when unknown; ``dtype`` is the language's name or ``pointer``.

    ``ranges`` are the ``tl.arange`` calls it is made of, by the names they were given; ``base`` is the pointer parameter
    an address starts from; ``by_program`` tells that the program's index went into it; ``wrapped`` that ``%`` bounds it.
    """

    kind: Kind = Kind.UNKNOWN
    shape: tuple[Dimension, ...] | None = None
    dtype: str | None = None
    value: Any = NO_VALUE
    items: tuple[Value, ...] = ()
    text: str = ""
    ranges: frozenset[str] = frozenset()
    base: str = ""
    by_program: bool = False
    wrapped: bool = False
    parameter: str = ""
    masked_load: bool = False
    """Loaded under a mask without ``other``: elements outside the mask are undefined."""
    folded: bool = False
    """Was a constexpr until it was assigned to a name without ``: tl.constexpr``, which makes it a tensor."""

    @property
    def is_constant(self) -> bool:
        return self.kind is Kind.CONSTANT

    @property
    def known(self) -> bool:
        return self.value is not NO_VALUE

    @property
    def is_block(self) -> bool:
        """Surely a tensor of more than one dimension 0, that is, not one value."""
        if self.kind is not Kind.TENSOR or not self.shape:
            return False
        return any(d != 1 for d in self.shape)

    @property
    def is_scalar(self) -> bool:
        return self.kind is Kind.TENSOR and self.shape == ()

    @property
    def is_pointer(self) -> bool:
        return self.dtype == POINTER

    @property
    def is_float(self) -> bool:
        return self.dtype in _FLOATS

    @property
    def exact(self) -> bool:
        """Whether the element type is known to the bit."""
        return self.dtype is not None and self.dtype != SOME_FLOAT

    @property
    def is_integer(self) -> bool:
        return self.dtype in _INTEGERS

    def described(self) -> str:
        """``float32[BLOCK_M, 64]``."""
        if self.kind is not Kind.TENSOR:
            return "a constant" if self.is_constant else "an unknown value"
        dims = "" if not self.shape else "[" + ", ".join("?" if d is None else str(d) for d in self.shape) + "]"
        return f"{self.dtype or 'tensor'}{dims}"


UNKNOWN = Value()


def constant(value: Any, text: str = "") -> Value:
    return Value(Kind.CONSTANT, (), value=value, text=text or repr(value))


def unknown_constant(text: str) -> Value:
    return Value(Kind.CONSTANT, (), text=text)


def tensor(shape: tuple[Dimension, ...] | None, dtype: str | None = None, **facts: Any) -> Value:
    return Value(Kind.TENSOR, shape, dtype, **facts)


def dimension(value: Value) -> Dimension:
    """What a constant says as an extent."""
    if not value.is_constant:
        return None
    if value.known:
        return value.value if isinstance(value.value, int) and not isinstance(value.value, bool) else None
    return value.text or None


def join(a: Value, b: Value) -> Value:
    """What holds of a value that is one or the other."""
    if a == b:
        return a
    if a.kind is Kind.UNKNOWN or b.kind is Kind.UNKNOWN:
        return UNKNOWN
    if a.kind is not b.kind:
        # A constant before a loop becomes a tensor in it: `acc = 0; acc += x`.
        return UNKNOWN
    if a.kind is Kind.CONSTANT:
        return unknown_constant(a.text if a.text == b.text else "")
    if a.kind is Kind.TUPLE:
        if len(a.items) != len(b.items):
            return UNKNOWN
        return Value(Kind.TUPLE, items=tuple(join(x, y) for x, y in zip(a.items, b.items, strict=True)))
    if a.kind is not Kind.TENSOR:
        return UNKNOWN
    shape: tuple[Dimension, ...] | None = None
    if a.shape is not None and b.shape is not None and len(a.shape) == len(b.shape):
        shape = tuple(x if x == y else None for x, y in zip(a.shape, b.shape, strict=True))
    return Value(
        Kind.TENSOR,
        shape,
        a.dtype if a.dtype == b.dtype else None,
        ranges=a.ranges | b.ranges,
        base=a.base if a.base == b.base else "",
        by_program=a.by_program or b.by_program,
        wrapped=a.wrapped or b.wrapped,
        masked_load=a.masked_load and b.masked_load,
    )


def broadcast(a: Value, b: Value) -> tuple[tuple[Dimension, ...] | None, tuple[int, Dimension, Dimension] | None]:
    """The shape of an element-wise operation, and the dimension in which two known extents cannot be reconciled."""
    if a.is_constant or b.is_constant:
        other = b if a.is_constant else a
        return other.shape, None
    if a.shape is None or b.shape is None:
        return None, None
    if a.shape == () or b.shape == ():
        return a.shape or b.shape, None
    if len(a.shape) != len(b.shape):
        # Triton adds leading dimensions of length one to the shorter shape.
        short, long = (a, b) if len(a.shape) < len(b.shape) else (b, a)
        padded = (1,) * (len(long.shape or ()) - len(short.shape or ())) + (short.shape or ())
        return broadcast(replace(short, shape=padded), long)
    found: list[Dimension] = []
    for index, (x, y) in enumerate(zip(a.shape, b.shape, strict=True)):
        if x == y:
            found.append(x)
        elif x == 1 or y == 1:
            found.append(y if x == 1 else x)
        elif isinstance(x, int) and isinstance(y, int):
            return None, (index, x, y)
        else:
            found.append(None)
    return tuple(found), None


def arithmetic_type(a: Value, b: Value, division: bool) -> str | None:
    """The element type of ``a op b``; ``None`` when either is unknown (Triton's rules for mixed widths)."""
    if a.is_pointer or b.is_pointer:
        return POINTER
    if a.is_constant and b.is_constant:
        return None
    if a.is_constant or b.is_constant:
        number, other = (a, b) if a.is_constant else (b, a)
        floats = division or (number.known and isinstance(number.value, float))
        if other.dtype is None:
            return SOME_FLOAT if floats else None
        if other.is_float:
            return other.dtype
        if floats:
            return "float32"
        return other.dtype if number.known else None
    if a.dtype is None or b.dtype is None:
        return SOME_FLOAT if division or a.is_float or b.is_float else None
    if a.is_float and b.is_float:
        return _wider_float(a.dtype, b.dtype)
    if a.is_float or b.is_float:
        return a.dtype if a.is_float else b.dtype
    if division:
        return "float32"
    if a.dtype == b.dtype:
        return a.dtype
    if a.is_integer and b.is_integer and _INTEGERS[a.dtype] != _INTEGERS[b.dtype]:
        return a.dtype if _INTEGERS[a.dtype] > _INTEGERS[b.dtype] else b.dtype
    return None


def _wider_float(a: str, b: str) -> str:
    if a == b:
        return a
    if SOME_FLOAT in (a, b):
        return SOME_FLOAT
    if _FLOATS[a] == _FLOATS[b]:
        return "float32"
    return a if _FLOATS[a] > _FLOATS[b] else b


def traits(*values: Value) -> dict[str, Any]:
    """What an operation passes on of where its operands come from."""
    return {
        "ranges": frozenset().union(*(v.ranges for v in values)),
        "base": next((v.base for v in values if v.base), ""),
        "by_program": any(v.by_program for v in values),
        "wrapped": any(v.wrapped for v in values),
    }


@dataclass(frozen=True)
class Access:
    """A load, store or atomic: what it addresses and under which mask."""

    node: ast.Call
    function: str
    pointer: Value
    pointer_node: ast.expr
    mask: ast.expr | None
    other: ast.expr | None
    conditional: bool
    """Inside an ``if`` on a constexpr, whose other branch may well have the mask."""
    loop: ast.stmt | None
    """The innermost loop around it."""


@dataclass(frozen=True)
class Bound:
    """A comparison of offsets with something known when the kernel runs; ``names`` are the offsets'."""

    node: ast.Compare
    names: frozenset[str]
    loop: ast.stmt | None
