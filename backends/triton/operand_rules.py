"""What loads, stores and dots demand of their operands: pointers, shapes that fit, element types."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from backends.outcome import Severity
from backends.triton.kernel_values import Kind, Value

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference


def dot_operands(
    inference: KernelInference, node: ast.Call, left_node: ast.expr, left: Value, right_node: ast.expr, right: Value
) -> None:
    """Ranks, the common extent, element types (``TritonSemantic.dot``)."""
    if left.shape is None or right.shape is None:
        return
    shapes: dict[str, Any] = {"left": _shape(left), "right": _shape(right)}
    if len(left.shape) < 2 or len(right.shape) < 2 or len(left.shape) != len(right.shape):
        inference.report(
            node,
            "dot-shape",
            f"`tl.dot` needs two blocks of rank 2 (or 3), not {_text(left)} and {_text(right)}",
            **shapes,
        )
        return
    inner, outer = left.shape[-1], right.shape[-2]
    if isinstance(inner, int) and isinstance(outer, int) and inner != outer:
        inference.report(
            node,
            "dot-shape",
            f"`tl.dot` of {_text(left)} and {_text(right)}: the inner extents {inner} and {outer} differ",
            **shapes,
            left_text=inference.model.text_of(left_node),
            right_text=inference.model.text_of(right_node),
        )
        return
    if isinstance(inner, str) and isinstance(outer, str) and inner != outer and _crossed(left, right):
        inference.report(
            node,
            "dot-shape",
            f"`tl.dot` of {_text(left)} and {_text(right)}: the inner extents {inner} and {outer} differ unless they are equal; "
            "is an operand transposed?",
            Severity.WARNING,
            **shapes,
            left_text=inference.model.text_of(left_node),
            right_text=inference.model.text_of(right_node),
        )
        return
    if left.exact and right.exact and left.dtype != right.dtype and not {left.dtype, right.dtype} & {"pointer"}:
        inference.report(
            node, "dot-type", f"both operands of `tl.dot` must have the same type, not {left.dtype} and {right.dtype}",
            left=left.dtype, right=right.dtype, left_text=inference.model.text_of(left_node), right_text=inference.model.text_of(right_node),
        )  # fmt: skip
    elif left.dtype in ("int32", "int64", "int16"):
        inference.report(
            node,
            "dot-type",
            f"`tl.dot` takes int8, fp8, float16, bfloat16, float32 or float64, not {left.dtype}",
            left=left.dtype,
            right=right.dtype,
        )


def _crossed(left: Value, right: Value) -> bool:
    """Whether swapping an operand's dimensions would make them fit: a sign that one is transposed."""
    assert left.shape is not None and right.shape is not None
    return left.shape[-1] == right.shape[-1] or left.shape[-2] == right.shape[-2] or left.shape[-2] == right.shape[-1]


def access_operands(
    inference: KernelInference,
    node: ast.Call,
    name: str,
    pointer_node: ast.expr,
    pointer: Value,
    value: tuple[ast.expr, Value] | None,
    mask: tuple[ast.expr, Value] | None,
    other: tuple[ast.expr, Value] | None,
) -> bool:
    """The pointer is one, value and mask fit it. False when the access means nothing."""
    if pointer.kind is Kind.TENSOR and pointer.dtype is not None and not pointer.is_pointer:
        swapped = value is not None and value[1].is_pointer
        text = f"the first argument of `tl.{name}` must be a pointer, and `{inference.model.text_of(pointer_node)}` is {pointer.described()}"
        if swapped:
            text = f"the arguments of `tl.{name}` are swapped: it takes the pointer first, then the value"
        inference.report(node, "store-arguments" if value is not None else "load-pointer", text, swapped=swapped)
        return False
    if (
        value is not None
        and value[1].is_pointer
        and pointer.kind is Kind.TENSOR
        and pointer.dtype is None
        and not pointer.parameter
    ):
        inference.report(
            node,
            "store-arguments",
            f"the arguments of `tl.{name}` are swapped: it takes the pointer first, then the value",
            swapped=True,
        )
        return False
    if pointer.is_pointer and pointer.shape == ():
        for what, operand in (("value", value), ("mask", mask)):
            if operand is not None and operand[1].is_block:
                inference.report(
                    node,
                    "scalar-pointer",
                    f"`{inference.model.text_of(pointer_node)}` is one address, and the {what} `{inference.model.text_of(operand[0])}` "
                    f"is a block ({operand[1].described()}); add the offsets to the pointer",
                    what=what,
                    shape=_shape(operand[1]),
                )
                return False
    if mask is not None and mask[1].kind is Kind.TENSOR and mask[1].dtype not in (None, "int1"):
        inference.report(
            mask[0],
            "mask-type",
            f"a mask must be boolean, and `{inference.model.text_of(mask[0])}` is {mask[1].described()}",
        )
        return False
    absent = mask is None or (mask[1].is_constant and mask[1].value is None)
    if name == "load" and other is not None and absent and not (other[1].is_constant and other[1].value is None):
        inference.report(node, "other-without-mask", "`other` has no meaning without `mask`")
        return False
    if pointer.kind is Kind.TENSOR and pointer.shape is not None:
        for what, operand in (("value", value), ("mask", mask)):
            if operand is None or operand[1].kind is not Kind.TENSOR or not operand[1].shape:
                continue
            shape = inference.broadcast(node, pointer, operand[1])
            if name != "load" and shape is not None and pointer.shape and len(shape) > len(pointer.shape):
                inference.report(
                    operand[0],
                    "shape-mismatch",
                    f"the {what} `{inference.model.text_of(operand[0])}` has shape {_text(operand[1])}, and the pointer {_text(pointer)}",
                    left=_text(pointer),
                    right=_text(operand[1]),
                )
    return True


def _shape(value: Value) -> list[str]:
    return ["?" if d is None else str(d) for d in value.shape or ()]


def _text(value: Value) -> str:
    return "[" + ", ".join(_shape(value)) + "]"
