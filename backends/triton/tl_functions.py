"""What the functions of the language give, and what they demand of the values they are given."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from backends.triton import call_rules, operand_rules
from backends.triton.kernel_values import (
    UNKNOWN,
    Access,
    Dimension,
    Kind,
    Value,
    arithmetic_type,
    constant,
    dimension,
    tensor,
    traits,
    unknown_constant,
)

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference

MAX_NUMEL = 1 << 20
_FLOAT_ONLY = {
    "exp",
    "exp2",
    "log",
    "log2",
    "sqrt",
    "rsqrt",
    "sin",
    "cos",
    "erf",
    "sqrt_rn",
    "sigmoid",
    "floor",
    "ceil",
}
"""Take fp32 and fp64 only (``_check_dtype`` in ``triton/language/math.py``)."""
_SAME_SHAPE = _FLOAT_ONLY | {"abs", "cast", "softmax", "cumsum", "cumprod", "sort", "flip", "multiple_of", "max_contiguous",
                             "max_constancy", "associative_scan", "exp10"}  # fmt: skip
_REDUCTIONS = {"sum", "max", "min", "argmax", "argmin", "xor_sum", "reduce", "reduce_or"}
_ELEMENTWISE = {"maximum", "minimum", "add", "sub", "mul", "fdiv", "div_rn", "umulhi", "fma", "clamp", "where"}
_IDENTITY = {"multiple_of", "max_contiguous", "max_constancy"}


Arguments = dict[str, tuple[ast.expr, Value]]


def transfer(inference: KernelInference, node: ast.Call, name: str, bound: Arguments) -> Value:
    """What a function of the language gives for these arguments."""
    handler = _TRANSFERS.get(name)
    if handler is not None:
        return handler(inference, node, bound)
    if name in _REDUCTIONS:
        return _reduction(inference, node, name, bound)
    first = next(iter(bound.values()), (node, UNKNOWN))[1]
    if name in _FLOAT_ONLY:
        call_rules.float_argument(inference, node, name, first)
    if name in _IDENTITY:
        return first
    if name in _SAME_SHAPE:
        if first.kind is not Kind.TENSOR:
            return UNKNOWN
        return replace(first, base="", parameter="", masked_load=False)
    if name in _ELEMENTWISE:
        return elementwise(bound, inference, node)
    if name.startswith("atomic_"):
        return _access(inference, node, name, bound)
    return UNKNOWN


def elementwise(bound: Arguments, inference: KernelInference | None = None, node: ast.Call | None = None) -> Value:
    values = [v for _, v in bound.values() if v.kind is Kind.TENSOR or v.is_constant]
    if len(values) != len(bound) or not values:
        return Value(**traits(*(v for _, v in bound.values())))
    if all(v.is_constant for v in values):
        return UNKNOWN
    picks = "condition" in bound
    numbers = values[1:] if picks else values
    shape = values[0].shape
    if inference is not None and node is not None:
        shape = values[0].shape
        for other in values[1:]:
            shape = inference.broadcast(
                node, replace(values[0], shape=shape) if not values[0].is_constant else values[0], other
            )
    dtype = numbers[0].dtype if len(numbers) < 2 else arithmetic_type(numbers[0], numbers[1], False)
    return tensor(shape, dtype, **traits(*values))


# Making blocks --------------------------------------------------------------------------------------------------------


def _arange(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    (start_node, start), (end_node, end) = bound["start"], bound["end"]
    fresh = frozenset({f"arange@{node.lineno}:{node.col_offset}"})
    for where, value in ((start_node, start), (end_node, end)):
        if value.kind is Kind.TENSOR:
            call_rules.not_constexpr(
                inference, where, value, "arange-constexpr", "the bounds of `tl.arange` must be constexpr"
            )
            return tensor((None,), "int32", ranges=fresh)
        if value.is_constant and isinstance(value.value, float):
            inference.report(
                where, "arange-constexpr", "the bounds of `tl.arange` must be integers; use `//`", float=True
            )
            return tensor((None,), "int32", ranges=fresh)
    size: Dimension = None
    if start.known and end.known and isinstance(start.value, int) and isinstance(end.value, int):
        size = end.value - start.value
        if start.value < 0 or end.value < 0:
            inference.report(node, "arange-empty", "the bounds of `tl.arange` cannot be negative; subtract after it")
        elif size <= 0:
            inference.report(
                node,
                "arange-empty",
                f"`tl.arange({start.value}, {end.value})` is empty: the end must be greater than the start",
            )
            size = None
        elif size & (size - 1):
            call_rules.not_power_of_two(
                inference,
                node,
                size,
                "arange-power-of-two",
                f"the length of `tl.arange` must be a power of 2, not {size}",
            )
    elif start.known and start.value == 0:
        size = dimension(end)
    return tensor((size,), "int32", ranges=fresh)


def shape_of(inference: KernelInference, node: ast.expr, value: Value) -> tuple[Dimension, ...] | None:
    """The shape given by an argument; reports extents that are not constexpr powers of two."""
    if value.kind is not Kind.TUPLE:
        if value.is_constant and value.known and isinstance(value.value, int):
            inference.report(node, "shape-constexpr", f"a shape is a tuple or list: `({value.value},)`", scalar=True)
        return None
    elements = node.elts if isinstance(node, (ast.Tuple, ast.List)) else [node] * len(value.items)
    found: list[Dimension] = []
    for part, extent in zip(elements, value.items, strict=False):
        if extent.kind is Kind.TENSOR:
            call_rules.not_constexpr(
                inference, part, extent, "shape-constexpr", "the extents of a block must be constexpr"
            )
            found.append(None)
            continue
        size = dimension(extent)
        if isinstance(size, int) and (size <= 0 or size & (size - 1)):
            call_rules.not_power_of_two(
                inference, part, size, "shape-power-of-two", f"the extents of a block must be powers of 2, not {size}"
            )
        found.append(size)
    return tuple(found)


def _dtype(argument: tuple[ast.expr, Value] | None) -> str | None:
    return argument[1].text or None if argument is not None and argument[1].kind is Kind.DTYPE else None


def _zeros(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    call_rules.dtype_argument(inference, bound.get("dtype"))
    return tensor(shape_of(inference, *bound["shape"]), _dtype(bound.get("dtype")))


def _zeros_like(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    first = next(iter(bound.values()))[1]
    return tensor(first.shape, first.dtype) if first.kind is Kind.TENSOR else UNKNOWN


def cast(inference: KernelInference, node: ast.Call, owner: Value, argument: tuple[ast.expr, Value] | None) -> Value:
    call_rules.dtype_argument(inference, argument)
    if owner.kind is not Kind.TENSOR:
        return UNKNOWN
    return replace(owner, dtype=_dtype(argument), base="", parameter="", folded=False)


def _cast_call(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    return cast(inference, node, bound["input"][1], bound.get("dtype"))


# Reading shapes -------------------------------------------------------------------------------------------------------


def _reduction(inference: KernelInference, node: ast.Call, name: str, bound: Arguments) -> Value:
    owner_node, owner = next(iter(bound.values()))
    if owner.kind is not Kind.TENSOR or owner.shape is None:
        return UNKNOWN
    if owner.masked_load and name != "reduce":
        call_rules.undefined_elements(inference, owner_node, name)
    if "return_indices" in bound or bound.get("keep_dims", (node, constant(False)))[1].value is not False:
        return UNKNOWN
    axis = bound.get("axis")
    if axis is None or (axis[1].is_constant and axis[1].value is None):
        shape: tuple[Dimension, ...] | None = ()
    elif axis[1].is_constant and isinstance(axis[1].value, int):
        rank, at = len(owner.shape), axis[1].value
        if not -rank <= at < rank:
            inference.report(
                axis[0], "axis", f"axis {at} of a block of rank {rank}; it has axes 0 to {rank - 1}" if rank else f"axis {at} of a scalar",
                rank=rank, axis=at,
            )  # fmt: skip
            return UNKNOWN
        at %= rank
        shape = owner.shape[:at] + owner.shape[at + 1 :]
    else:
        shape = None
    dtype = owner.dtype if name in ("max", "min", "sum") else "int32" if name.startswith("arg") else None
    if dtype in ("int1", "int8", "int16", "uint8", "uint16", "bfloat16", "float16"):
        dtype = None
    return tensor(shape, dtype)


def _expand_dims(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    owner, axis = next(iter(bound.values()))[1], bound.get("axis")
    if owner.kind is not Kind.TENSOR or owner.shape is None or axis is None or not isinstance(axis[1].value, int):
        return UNKNOWN
    at = axis[1].value
    at = at + len(owner.shape) + 1 if at < 0 else at
    if not 0 <= at <= len(owner.shape):
        rank = len(owner.shape)
        inference.report(
            axis[0],
            "axis",
            f"axis {axis[1].value} cannot be added to a block of rank {rank}",
            rank=rank,
            axis=axis[1].value,
        )
        return UNKNOWN
    return replace(owner, shape=(*owner.shape[:at], 1, *owner.shape[at:]))


def _trans(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    owner = next(iter(bound.values()))[1]
    if owner.kind is not Kind.TENSOR or owner.shape is None:
        return UNKNOWN
    if "dims" not in bound:
        if len(owner.shape) != 2:
            return UNKNOWN
        return replace(owner, shape=owner.shape[::-1])
    dims = bound["dims"][1].items
    if len(dims) == len(owner.shape) and all(isinstance(d.value, int) for d in dims):
        return replace(owner, shape=tuple(owner.shape[d.value] for d in dims))
    return UNKNOWN


def _reshape(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    owner = next(iter(bound.values()))[1]
    if "shape" not in bound or owner.kind is not Kind.TENSOR:
        return UNKNOWN
    shape = bound["shape"][1]
    if shape.kind is not Kind.TUPLE:
        return UNKNOWN
    return replace(owner, shape=tuple(dimension(i) for i in shape.items), parameter="")


def _broadcast_to(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    return _reshape(inference, node, bound)


def _dot(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    (left_node, left), (right_node, right) = bound["input"], bound["other"]
    if left.kind is not Kind.TENSOR or right.kind is not Kind.TENSOR or left.shape is None or right.shape is None:
        return UNKNOWN
    operand_rules.dot_operands(inference, node, left_node, left, right_node, right)
    out = bound.get("out_dtype")
    dtype = (
        _dtype(out) if out is not None else "float32" if left.is_float else "int32" if left.dtype == "int8" else None
    )
    acc = bound.get("acc")
    if acc is not None and acc[1].kind is Kind.TENSOR:
        dtype = acc[1].dtype
    if len(left.shape) < 2 or len(right.shape) < 2:
        return UNKNOWN
    return tensor((*left.shape[:-1], right.shape[-1]), dtype)


# Memory ---------------------------------------------------------------------------------------------------------------


def _load(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    return _access(inference, node, "load", bound)


def _store(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    return _access(inference, node, "store", bound)


def _access(inference: KernelInference, node: ast.Call, name: str, bound: Arguments) -> Value:
    pointer_node, pointer = next(iter(bound.values()))
    mask, other = bound.get("mask"), bound.get("other")
    no_mask = mask is None or (mask[1].is_constant and mask[1].value is None)
    value = bound.get("value") or bound.get("val")
    if not operand_rules.access_operands(inference, node, name, pointer_node, pointer, value, mask, other):
        return UNKNOWN
    if inference.reporting:
        given = None if no_mask or mask is None else mask[0]
        inference.accesses.append(
            Access(
                node,
                name,
                pointer,
                pointer_node,
                given,
                None if other is None else other[0],
                bool(inference.conditional),
                inference.loop,
            )
        )
    if name in ("store", "atomic_store"):
        return UNKNOWN
    if pointer.kind is not Kind.TENSOR:
        return UNKNOWN
    undefined = name == "load" and not no_mask and other is None
    return tensor(pointer.shape, None, masked_load=undefined)


def _program(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    axis_node, axis = bound["axis"]
    if axis.is_constant and isinstance(axis.value, int) and not 0 <= axis.value <= 2:
        inference.report(axis_node, "program-id-axis", f"a grid has axes 0, 1 and 2, not {axis.value}")
    return tensor((), "int32", by_program=True)


def _cdiv(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    values = [v for _, v in bound.values()]
    if all(v.is_constant for v in values):
        return unknown_constant(ast.unparse(node))
    if all(v.is_constant or v.kind is Kind.TENSOR for v in values):
        return tensor(
            inference.broadcast(node, values[0], values[1]),
            arithmetic_type(values[0], values[1], False),
            **traits(*values),
        )
    return UNKNOWN


def _unknown(inference: KernelInference, node: ast.Call, bound: Arguments) -> Value:
    return UNKNOWN


_TRANSFERS: dict[str, Callable[[KernelInference, ast.Call, Arguments], Value]] = {
    "arange": _arange,
    "zeros": _zeros,
    "full": _zeros,
    "zeros_like": _zeros_like,
    "cast": _cast_call,
    "expand_dims": _expand_dims,
    "trans": _trans,
    "permute": _trans,
    "reshape": _reshape,
    "view": _reshape,
    "broadcast_to": _broadcast_to,
    "dot": _dot,
    "load": _load,
    "store": _store,
    "program_id": _program,
    "num_programs": lambda i, n, b: replace(_program(i, n, b), by_program=False),
    "cdiv": _cdiv,
    "rand": lambda i, n, b: tensor(b["offset"][1].shape, "float32") if "offset" in b else UNKNOWN,
    "randn": lambda i, n, b: tensor(b["offset"][1].shape, "float32") if "offset" in b else UNKNOWN,
    "sum": lambda i, n, b: _reduction(i, n, "sum", b),
}
