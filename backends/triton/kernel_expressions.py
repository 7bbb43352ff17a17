"""Expressions of a kernel: constants folded, shapes broadcast, element types promoted, as the compiler would."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backends.outcome import Severity
from backends.triton import call_rules, kernel_calls
from backends.triton.api_table import LANGUAGE
from backends.triton.kernel_values import (
    NO_VALUE,
    POINTER,
    UNKNOWN,
    Bound,
    Kind,
    Value,
    arithmetic_type,
    constant,
    join,
    tensor,
    traits,
    unknown_constant,
)
from backends.triton.kernel_values import (
    broadcast as broadcast_shapes,
)

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference

_FOLDABLE: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Div: lambda a, b: a / b,
    ast.Mod: lambda a, b: a % b,
    ast.LShift: lambda a, b: a << b if 0 <= b < 64 else NO_VALUE,
    ast.RShift: lambda a, b: a >> b,
    ast.Pow: lambda a, b: a**b if abs(b) < 64 and abs(a) < 1 << 32 else NO_VALUE,
}
_COMPARES: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


def evaluate(inference: KernelInference, node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=value):
            return constant(value)
        case ast.Name(id=name):
            return _name(inference, node, name)
        case ast.BinOp():
            return _binary(inference, node)
        case ast.UnaryOp():
            return _unary(inference, node)
        case ast.Compare():
            return _compare(inference, node)
        case ast.BoolOp():
            return _logical(inference, node)
        case ast.IfExp():
            return _conditional(inference, node)
        case ast.Call():
            return kernel_calls.call(inference, node)
        case ast.Subscript():
            return _subscript(inference, node)
        case ast.Attribute():
            return _attribute(inference, node)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return Value(Kind.TUPLE, items=tuple(inference.evaluate(e) for e in elements))
        case ast.NamedExpr(target=target, value=value):
            found = inference.evaluate(value)
            inference.scope[target.id] = inference.stored(found, target.id)
            return found
        case ast.Starred(value=value):
            inference.evaluate(value)
        case ast.JoinedStr():
            return unknown_constant("")
    return UNKNOWN


def _name(inference: KernelInference, node: ast.Name, name: str) -> Value:
    if name in inference.scope:
        return inference.scope[name]
    if name in inference.dropped:
        inference.report(
            node,
            "branch-variable",
            f"`{name}` was assigned only inside `{inference.dropped[name]}`, which decides when the kernel runs; assign it before",
            name=name,
            keyword=inference.dropped[name],
        )
    if name in inference.locals:
        return UNKNOWN
    value = inference.model.constants.get(name)
    if isinstance(value, ast.Call) and (inference.model.dotted(value.func) or "").endswith(".constexpr"):
        return unknown_constant(name)
    dotted = inference.model.dotted(node)
    if dotted is not None and dotted.startswith(f"{LANGUAGE}.") and dotted.rpartition(".")[2] in inference.api.dtypes:
        return Value(Kind.DTYPE, text=dotted.rpartition(".")[2])
    return UNKNOWN


def _attribute(inference: KernelInference, node: ast.Attribute) -> Value:
    dotted = inference.dotted(node)
    if dotted is not None:
        tail = dotted.rpartition(".")[2]
        if dotted == f"{LANGUAGE}.{tail}" and tail in inference.api.dtypes:
            return Value(Kind.DTYPE, text=tail)
        call_rules.check_dotted(inference, node, dotted)
        if dotted.startswith("math.") and tail in ("pi", "e", "inf", "tau", "nan"):
            return constant(0.5, dotted)
        return UNKNOWN
    owner = inference.evaluate(node.value)
    if owner.kind is not Kind.TENSOR:
        return UNKNOWN
    if node.attr == "shape" and owner.shape is not None:
        dims = [
            unknown_constant(d) if isinstance(d, str) else constant(d) if d is not None else unknown_constant("")
            for d in owner.shape
        ]
        return Value(Kind.TUPLE, items=tuple(dims))
    if node.attr == "dtype":
        return Value(Kind.DTYPE, text=owner.dtype or "") if owner.dtype != POINTER else UNKNOWN
    if node.attr == "T" and owner.shape is not None and not owner.parameter:
        if len(owner.shape) == 2:
            return replace(owner, shape=owner.shape[::-1])
        inference.report(node, "axis", f"`.T` needs a block of rank 2, not {len(owner.shape)}", rank=len(owner.shape))
    elif (
        (owner.is_block or owner.dtype is not None)
        and not owner.parameter
        and node.attr not in inference.api.attributes
    ):
        call_rules.unknown_method(inference, node, node.attr)
    return UNKNOWN


def _binary(inference: KernelInference, node: ast.BinOp) -> Value:
    left, right = inference.evaluate(node.left), inference.evaluate(node.right)
    if isinstance(node.op, ast.MatMult):
        inference.report(node, "matmul-operator", "`@` is not supported in a kernel; use `tl.dot`")
        return UNKNOWN
    if left.is_constant and right.is_constant:
        return _folded(inference, node, left, right)
    if left.kind in (Kind.UNKNOWN, Kind.TUPLE, Kind.DTYPE) or right.kind in (Kind.UNKNOWN, Kind.TUPLE, Kind.DTYPE):
        return Value(**traits(left, right)) if Kind.TUPLE not in (left.kind, right.kind) else UNKNOWN
    if isinstance(node.op, ast.Pow):
        inference.report(
            node, "power-operator", "`**` is not supported on tensors; multiply, or use `tl.exp2`, `tl.exp`"
        )
        return UNKNOWN
    if left.is_pointer or right.is_pointer:
        return _address(inference, node, left, right)
    shape = inference.broadcast(node, left, right)
    wrapped = isinstance(node.op, ast.Mod)
    facts = traits(left, right)
    facts["wrapped"] = facts["wrapped"] or wrapped
    return tensor(shape, arithmetic_type(left, right, isinstance(node.op, ast.Div)), **facts)


def _folded(inference: KernelInference, node: ast.BinOp, left: Value, right: Value) -> Value:
    text = ast.unparse(node)
    if left.known and right.known and type(node.op) in _FOLDABLE:
        try:
            found = _FOLDABLE[type(node.op)](left.value, right.value)
        except (TypeError, ValueError, ArithmeticError):
            return unknown_constant(text)
        if found is not NO_VALUE:
            return constant(found, text)
    if isinstance(node.op, ast.Div):
        return Value(Kind.CONSTANT, (), value=0.5, text=text)
    return unknown_constant(text)


def _address(inference: KernelInference, node: ast.BinOp, left: Value, right: Value) -> Value:
    pointer, offset = (left, right) if left.is_pointer else (right, left)
    shape = inference.broadcast(node, left, right)
    if not isinstance(node.op, ast.Add | ast.Sub) or (left.is_pointer and right.is_pointer):
        inference.report(node, "pointer-arithmetic", "only an integer can be added to a pointer or subtracted from it")
        return UNKNOWN
    if offset.is_float or (offset.is_constant and isinstance(offset.value, float)):
        where = node.right if left.is_pointer else node.left
        inference.report(
            where,
            "pointer-offset",
            f"an address is offset by a {offset.dtype or 'float'}; offsets must be integers (use `//` or `.to(tl.int32)`)",
        )
    return tensor(shape, POINTER, **(traits(left, right) | {"base": pointer.base}))


def broadcast(inference: KernelInference, node: ast.AST, left: Value, right: Value) -> Any:
    shape, clash = broadcast_shapes(left, right)
    if clash is not None:
        index, x, y = clash
        inference.report(
            node,
            "shape-mismatch",
            f"shapes {_shape_text(left)} and {_shape_text(right)} do not fit: {x} and {y} in dimension {index}",
            left=_shape_text(left),
            right=_shape_text(right),
        )
    return shape


def _unary(inference: KernelInference, node: ast.UnaryOp) -> Value:
    operand = inference.evaluate(node.operand)
    if operand.is_constant:
        text = ast.unparse(node)
        if operand.known and isinstance(node.op, ast.USub) and isinstance(operand.value, (int, float)):
            return constant(-operand.value, text)
        if operand.known and isinstance(node.op, ast.Not):
            return constant(not operand.value, text)
        return unknown_constant(text)
    if operand.kind is not Kind.TENSOR:
        return UNKNOWN
    if isinstance(node.op, ast.Not):
        if operand.dtype not in (None, "int1", POINTER):
            text = inference.model.text_of(node.operand)
            inference.report(
                node,
                "logical-not",
                f"`not` needs a boolean, and `{text}` is {operand.described()}; compare it with 0",
            )
        return replace(operand, dtype="int1")
    return operand


def _compare(inference: KernelInference, node: ast.Compare) -> Value:
    for part in node.comparators[:-1]:
        if _joins_unbracketed(inference, part):
            inference.report(
                node,
                "mask-precedence",
                "`&` and `|` are carried out before the comparisons; put each comparison in parentheses",
            )
            return UNKNOWN
    operands = [inference.evaluate(node.left), *(inference.evaluate(c) for c in node.comparators)]
    if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
        return unknown_constant(ast.unparse(node))
    for op in node.ops:
        if isinstance(op, (ast.In, ast.NotIn)):
            inference.report(node, "unsupported-syntax", "`in` is not supported in a kernel", syntax=type(op).__name__)
            return UNKNOWN
    if all(o.is_constant for o in operands):
        if len(operands) == 2 and all(o.known for o in operands):
            try:
                return constant(_COMPARES[type(node.ops[0])](operands[0].value, operands[1].value), ast.unparse(node))
            except TypeError:
                return unknown_constant(ast.unparse(node))
        return unknown_constant(ast.unparse(node))
    _note_bound(inference, node, operands)
    if any(o.kind is not Kind.TENSOR and not o.is_constant for o in operands):
        return Value(**traits(*operands))
    shape: Any = operands[0].shape
    for left, right in itertools.pairwise(operands):
        shape = inference.broadcast(node, left, right)
    return tensor(shape, "int1", **traits(*operands))


def _note_bound(inference: KernelInference, node: ast.Compare, operands: list[Value]) -> None:
    """``offs < n``, but not ``offs_m >= offs_n``."""
    ranged = [o for o in operands if o.ranges]
    if len(ranged) != 1 or not any(o.kind is Kind.TENSOR and o.shape == () for o in operands):
        return
    sides = [node.left, *node.comparators]
    side = sides[operands.index(ranged[0])]
    side = side.value if isinstance(side, ast.Subscript) else side
    # `start + offs < n` bounds the sum, not `offs`.
    if isinstance(side, ast.Name) and side.id in ranged[0].ranges and inference.reporting:
        inference.bounds.append(Bound(node, frozenset({side.id}), inference.loop))


def _logical(inference: KernelInference, node: ast.BoolOp) -> Value:
    values = [inference.evaluate(v) for v in node.values]
    word = "and" if isinstance(node.op, ast.And) else "or"
    if any(v.is_block for v in values):
        symbol = "&" if word == "and" else "|"
        inference.report(
            node, "logical-operator",
            f"`{word}` on blocks is deprecated in kernels; use `{symbol}` with parentheses around the comparisons",
            Severity.WARNING, operator=word,
        )  # fmt: skip
    if all(v.is_constant for v in values):
        return unknown_constant(ast.unparse(node))
    tensors = [v for v in values if not v.is_constant]
    if any(v.kind is not Kind.TENSOR for v in tensors):
        return Value(**traits(*tensors))
    shape = tensors[0].shape
    for left, right in itertools.pairwise(tensors):
        shape = inference.broadcast(node, left, right)
    return tensor(shape, "int1", **traits(*tensors))


def _joins_unbracketed(inference: KernelInference, node: ast.expr) -> bool:
    """``n & b`` in ``a < n & b < m``."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        return False
    range_ = inference.model.range_of(node)
    line = inference.model.lines.line_text(range_.start.line)
    return not line[: range_.start.column].rstrip().endswith("(")


def _conditional(inference: KernelInference, node: ast.IfExp) -> Value:
    test = inference.evaluate(node.test)
    if test.is_block:
        inference.report(
            node,
            "tensor-condition",
            f"a conditional expression needs one truth value, but `{inference.model.text_of(node.test)}` is a block of them; "
            "use `tl.where`",
            form="expression",
        )
    body, orelse = inference.evaluate(node.body), inference.evaluate(node.orelse)
    if test.is_constant and test.known:
        return body if test.value else orelse
    return join(body, orelse)


def _subscript(inference: KernelInference, node: ast.Subscript) -> Value:
    owner = inference.evaluate(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if owner.kind is Kind.TUPLE:
        index = inference.evaluate(node.slice)
        if index.is_constant and isinstance(index.value, int) and -len(owner.items) <= index.value < len(owner.items):
            return owner.items[index.value]
        return UNKNOWN
    if owner.kind is not Kind.TENSOR or owner.shape is None:
        return Value(**traits(owner)) if owner.kind is Kind.UNKNOWN else UNKNOWN
    if owner.parameter and owner.dtype is None:
        return UNKNOWN
    shape: list[Any] = []
    rest = list(owner.shape)
    for part in parts:
        if isinstance(part, ast.Constant) and part.value is None:
            shape.append(1)
        elif isinstance(part, ast.Slice) and part.lower is part.upper is part.step is None:
            if not rest:
                inference.report(
                    node, "tensor-index",
                    f"too many indices for a block of rank {len(owner.shape)}", rank=len(owner.shape),
                )  # fmt: skip
                return UNKNOWN
            shape.append(rest.pop(0))
        elif (
            isinstance(part, ast.Name)
            and part.id in inference.scope
            and not inference.scope[part.id].is_block
            and inference.scope[part.id].kind is Kind.UNKNOWN
        ):
            return UNKNOWN
        else:
            inference.report(
                node,
                "tensor-index",
                "a block can be indexed only with `:` and `None`; load the element, or use `tl.sum(tl.where(...))`",
            )
            return UNKNOWN
    return replace(owner, shape=tuple(shape + rest))


def _shape_text(value: Value) -> str:
    return "[" + ", ".join("?" if d is None else str(d) for d in value.shape or ()) + "]"
