"""Where Triton's interpreter computes something else than its compiler: set right before user code runs.

bfloat16 arithmetic is done in float32 and rounded, not on the bit patterns; comparisons give bits; ``and``, ``or`` and ``not`` on blocks act on
their elements, as compiled code does, not on Python's truth of the whole. Loaded by path from the run job.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np


def install() -> None:
    from triton.runtime import interpreter

    compute_bfloat16_in_float32(interpreter)
    type_comparisons_as_bits(interpreter)
    apply_logic_by_element(interpreter)


def compute_bfloat16_in_float32(interpreter: Any) -> None:
    import triton.language as tl

    builder, handle = interpreter.InterpreterBuilder, interpreter.TensorHandle

    def widened(x: Any) -> Any:
        if isinstance(x, handle) and x.dtype.scalar == tl.bfloat16 and x.data.dtype == np.uint16:
            return handle((x.data.astype(np.uint32) << 16).view(np.float32), tl.float32)
        return x

    def narrowed(x: Any) -> Any:
        if x.data.dtype == np.bool_:
            return handle(x.data, tl.int1)
        bits = np.ascontiguousarray(x.data, dtype=np.float32).view(np.uint32)
        rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
        data = np.where(np.isnan(x.data), 0x7FC0, rounded).astype(np.uint16).reshape(np.shape(x.data))
        return handle(data, tl.bfloat16)

    def wrap(method: Callable[..., Any], result_from: int) -> Callable[..., Any]:
        def call(b: Any, *args: Any) -> Any:
            wide = tuple(widened(a) for a in args)
            out = method(b, *wide)
            same = isinstance(args[result_from], handle) and args[result_from].dtype.scalar == tl.bfloat16
            return narrowed(out) if same else out

        return call

    builder.unary_op = wrap(builder.unary_op, 0)
    builder.binary_op = wrap(builder.binary_op, 0)
    builder.create_rsqrt = wrap(builder.create_rsqrt, 0)
    builder.create_fma = wrap(builder.create_fma, 2)
    builder.create_dot = wrap(builder.create_dot, 2)


def type_comparisons_as_bits(interpreter: Any) -> None:
    """What a comparison gives is an int1, not of its operands' type: a scalar one would else spread as integers in a mask."""
    import triton.language as tl

    builder, handle = interpreter.InterpreterBuilder, interpreter.TensorHandle
    compute = builder.binary_op

    def binary_op(b: Any, *args: Any) -> Any:
        out = compute(b, *args)
        return handle(out.data, tl.int1) if out.data.dtype == np.bool_ else out

    builder.binary_op = binary_op


def apply_logic_by_element(interpreter: Any) -> None:
    """``a and b`` becomes ``logical_and`` wherever an operand is a tensor (``CodeGenerator.visit_BoolOp``)."""
    import triton.language as tl

    def combine(method: str, stop: bool, *operands: Callable[[], Any]) -> Any:
        result: Any = None
        for operand in operands:
            value = operand()
            if isinstance(value, tl.tensor):
                result = getattr(result, method)(value) if isinstance(result, tl.tensor) else value
            elif bool(value) is stop:
                return value
            elif not isinstance(result, tl.tensor):
                result = value
        return result

    def invert(value: Any) -> Any:
        return value.__not__() if isinstance(value, tl.tensor) else not value

    def visit_boolop(transformer: Any, node: ast.BoolOp) -> ast.AST:
        node = transformer.generic_visit(node)
        if any(isinstance(inner, ast.NamedExpr) for inner in ast.walk(node)):
            # A walrus inside a lambda would bind there.
            return node
        both = isinstance(node.op, ast.And)
        empty = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        given = [ast.Constant("logical_and" if both else "logical_or"), ast.Constant(not both)]
        parts = [ast.Lambda(args=empty, body=value) for value in node.values]
        call = ast.Call(ast.Name("_hardsight_combine", ast.Load()), [*given, *parts], [])
        return ast.copy_location(call, node)

    def visit_unaryop(transformer: Any, node: ast.UnaryOp) -> ast.AST:
        node = transformer.generic_visit(node)
        if not isinstance(node.op, ast.Not):
            return node
        call = ast.Call(ast.Name("_hardsight_invert", ast.Load()), [node.operand], [])
        return ast.copy_location(call, node)

    # The interpreter copies its own globals into those of the functions it rewrites.
    interpreter._hardsight_combine, interpreter._hardsight_invert = combine, invert
    interpreter.ASTTransformer.visit_BoolOp = visit_boolop
    interpreter.ASTTransformer.visit_UnaryOp = visit_unaryop
