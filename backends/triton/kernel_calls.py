"""Calls inside a kernel: which function it is, and whether its arguments fit."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING, Any

from backends.triton import call_rules
from backends.triton.api_table import LANGUAGE
from backends.triton.kernel_values import UNKNOWN, Kind, Value, arithmetic_type, tensor, traits, unknown_constant
from backends.triton.tl_functions import Arguments, cast, elementwise, transfer

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference


def call(inference: KernelInference, node: ast.Call) -> Value:
    """The value of a call; reports what is wrong with it."""
    function = node.func
    dotted = inference.dotted(function)
    if dotted is not None:
        return _dotted_call(inference, node, dotted)
    if isinstance(function, ast.Name):
        return _named_call(inference, node, function.id)
    if isinstance(function, ast.Attribute):
        return _method_call(inference, node, function)
    _evaluate_arguments(inference, node)
    return UNKNOWN


def _evaluate_arguments(inference: KernelInference, node: ast.Call) -> list[Value]:
    values = [inference.evaluate(a) for a in node.args]
    return values + [inference.evaluate(k.value) for k in node.keywords]


def _dotted_call(inference: KernelInference, node: ast.Call, dotted: str) -> Value:
    module, _, name = dotted.rpartition(".")
    if module.startswith(LANGUAGE):
        found = inference.api.function(dotted)
        if found is None:
            call_rules.check_dotted(inference, node.func, dotted)
            values = _evaluate_arguments(inference, node)
            if module == LANGUAGE and name in ("constexpr",) and values:
                return values[0]
            if module == LANGUAGE and name in inference.api.dtypes:
                inference.report(
                    node, "host-call", f"`tl.{name}` is a type and cannot be called; use `x.to(tl.{name})`", dtype=name
                )
            return UNKNOWN
        bound = _bind(inference, node, found, f"tl.{dotted.removeprefix(LANGUAGE + '.')}")
        if bound is None:
            return UNKNOWN
        if module in (LANGUAGE, f"{LANGUAGE}.math"):
            return transfer(inference, node, name, bound)
        if module.endswith("libdevice"):
            return elementwise(bound)
        return UNKNOWN
    values = _evaluate_arguments(inference, node)
    if dotted in ("triton.cdiv", "triton.next_power_of_2"):
        if values and all(v.is_constant for v in values):
            return unknown_constant(ast.unparse(node))
        if dotted == "triton.next_power_of_2" and any(v.kind is Kind.TENSOR for v in values):
            inference.report(
                node,
                "host-call",
                f"`{ast.unparse(node.func)}` takes constants only; pass its result as a `tl.constexpr` parameter",
            )
        elif dotted == "triton.cdiv" and any(v.kind is Kind.TENSOR for v in values):
            inference.report(
                node,
                "host-call",
                "`triton.cdiv` takes constants only; in a kernel use `tl.cdiv`",
                replacement="tl.cdiv",
            )
        return UNKNOWN
    root = dotted.partition(".")[0]
    if root in ("torch", "numpy"):
        call_rules.host_call(inference, node, dotted, name)
        return Value(**traits(*values)) if values else UNKNOWN
    if root == "math":
        if any(v.kind is Kind.TENSOR for v in values):
            call_rules.host_call(inference, node, dotted, name)
            return UNKNOWN
        return Value(Kind.CONSTANT, (), value=0.5, text=ast.unparse(node))
    return UNKNOWN


def _named_call(inference: KernelInference, node: ast.Call, name: str) -> Value:
    values = _evaluate_arguments(inference, node)
    if name in inference.locals:
        return UNKNOWN
    if name in inference.model.kernels:
        call_rules.kernel_call(inference, node, inference.model.kernels[name])
        return UNKNOWN
    if name in inference.model.functions:
        call_rules.plain_function_call(inference, node, inference.model.functions[name])
        return UNKNOWN
    if name in ("min", "max"):
        if all(v.is_constant for v in values):
            return unknown_constant(ast.unparse(node))
        if len(values) >= 2 and all(v.kind is Kind.TENSOR or v.is_constant for v in values):
            shape = values[0].shape
            for left, right in itertools.pairwise(values):
                shape = inference.broadcast(node, left, right)
            return tensor(shape, arithmetic_type(values[0], values[1], False), **traits(*values))
        return UNKNOWN
    if name in ("int", "float", "bool") and len(values) == 1:
        if values[0].kind is Kind.TENSOR and not values[0].is_pointer:
            kind = {"int": "int32", "float": "float32", "bool": "int1"}[name]
            inference.report(
                node,
                "host-call",
                f"`{name}()` takes constants only; use `.to(tl.{kind})` on a tensor",
                builtin=name,
                dtype=kind,
            )
        return unknown_constant(ast.unparse(node)) if values[0].is_constant else UNKNOWN
    if name == "len":
        if values and values[0].is_block:
            inference.report(node, "host-call", "`len()` does not work on a block; use `.shape[0]`", builtin=name)
        return unknown_constant(ast.unparse(node))
    call_rules.python_builtin(inference, node, name, values)
    return UNKNOWN


def _method_call(inference: KernelInference, node: ast.Call, function: ast.Attribute) -> Value:
    owner = inference.evaluate(function.value)
    name = function.attr
    if owner.kind is not Kind.TENSOR or (owner.parameter and owner.dtype is None):
        values = _evaluate_arguments(inference, node)
        return Value(**traits(owner, *values)) if owner.kind is not Kind.TUPLE else UNKNOWN
    found = inference.api.methods.get(name)
    if found is None:
        _evaluate_arguments(inference, node)
        if name not in inference.api.attributes:
            call_rules.unknown_method(inference, function, name)
        return UNKNOWN
    bound = _bind(inference, node, found, f".{name}")
    if bound is None:
        return UNKNOWN
    if name == "to":
        return cast(inference, node, owner, bound.get("dtype"))
    shown = inference.api.function(f"{LANGUAGE}.{name}")
    first = shown.parameters[0].name if shown is not None and shown.parameters else "input"
    return transfer(inference, node, name, {first: (function.value, owner), **bound})


def _bind(inference: KernelInference, node: ast.Call, found: Any, shown: str) -> Arguments | None:
    """Arguments by parameter name; reports those that do not fit, and then gives ``None``."""
    if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        _evaluate_arguments(inference, node)
        return None
    bound: Arguments = {}
    positional = [p for p in found.parameters if not p.keyword_only and not p.variadic]
    spread = next((p for p in found.parameters if p.variadic), None)
    extra: list[tuple[ast.expr, Value]] = []
    fits = True
    for index, argument in enumerate(node.args):
        value = inference.evaluate(argument)
        if index < len(positional) and (
            spread is None or found.parameters.index(positional[index]) < found.parameters.index(spread)
        ):
            bound[positional[index].name] = (argument, value)
        else:
            extra.append((argument, value))
    for keyword in node.keywords:
        value = inference.evaluate(keyword.value)
        assert keyword.arg is not None
        if keyword.arg in bound:
            call_rules.repeated_argument(inference, keyword, shown)
            fits = False
        elif keyword.arg in found.keywords:
            bound[keyword.arg] = (keyword.value, value)
        else:
            call_rules.unknown_keyword(inference, node, keyword, found, shown, frozenset(bound))
            fits = False
    if extra and spread is None:
        call_rules.too_many(inference, node, extra, found, shown)
        fits = False
    elif spread is not None:
        items = tuple(v for _, v in extra)
        if len(items) == 1 and items[0].kind is Kind.TUPLE:
            bound[spread.name] = extra[0]
        elif extra:
            bound[spread.name] = (extra[0][0], Value(Kind.TUPLE, items=items))
    missing = [p for p in found.parameters if p.required and not p.variadic and p.name not in bound]
    if missing and fits:
        call_rules.missing_arguments(inference, node, missing, shown)
        return None
    if found.removed:
        inference.report(node, "removed-api", f"`{shown}`: {found.removed}", name=found.name)
        return None
    return bound if fits else None
