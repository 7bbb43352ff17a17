"""Branches and loops of a kernel: what they may depend on, and that variables keep their type and shape through them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from backends.triton.api_table import LANGUAGE
from backends.triton.kernel_values import UNKNOWN, Kind, Value, tensor, traits, unknown_constant

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference, Scope

_ITERATORS_OF_PYTHON = frozenset({"enumerate", "zip", "reversed", "list", "map", "filter"})


def check_condition(inference: KernelInference, node: ast.expr, test: Value, word: str) -> None:
    if not test.is_block:
        return
    text = inference.model.text_of(node)
    inference.report(
        node,
        "tensor-condition",
        f"`{word}` needs one truth value, but `{text}` is a block of them ({test.described()}); use `tl.where` or a mask",
        form=word,
    )


def check_branches(inference: KernelInference, node: ast.If, before: Scope, after: Scope, other: Scope) -> None:
    """A variable must keep its type and shape through a branch (``visit_then_else_blocks``)."""
    for name, first in before.items():
        for later in (after.get(name, first), other.get(name, first)):
            if later is first or first.kind is not Kind.TENSOR or later.kind is not Kind.TENSOR:
                continue
            types = first.exact and later.exact and first.dtype != later.dtype
            ranks = first.shape is not None and later.shape is not None and len(first.shape) != len(later.shape)
            if types or ranks:
                assigned = next(
                    (s for s in ast.walk(node) if isinstance(s, (ast.Assign, ast.AugAssign)) and _binds(s, name)),
                    node,
                )
                inference.report(
                    assigned, "branch-type",
                    f"`{name}` is {first.described()} before `if` and {later.described()} in it; give it one type and shape",
                    name=name, before=first.described(), later=later.described(),
                )  # fmt: skip
                break


def iteration(inference: KernelInference, node: ast.For) -> Value:
    """The loop's index, after its iterator has been looked at."""
    call = node.iter
    if not isinstance(call, ast.Call):
        inference.evaluate(call)
        if isinstance(call, (ast.List, ast.Tuple, ast.Name, ast.Constant)):
            inference.report(
                call, "loop-iterator", "a loop in a kernel runs over `range(...)`, `tl.range(...)` or `tl.static_range(...)` only"
            )  # fmt: skip
        return UNKNOWN
    name = inference.dotted(call.func)
    builtin = isinstance(call.func, ast.Name) and call.func.id == "range" and "range" not in inference.locals
    if not builtin and name not in (f"{LANGUAGE}.range", f"{LANGUAGE}.static_range"):
        inference.evaluate(call)
        if isinstance(call.func, ast.Name) and call.func.id in (
            "enumerate",
            "zip",
            "reversed",
            "list",
            "map",
            "filter",
        ):
            inference.report(
                call, "loop-iterator",
                f"`{call.func.id}` cannot be used in a kernel; a loop runs over `range(...)`, `tl.range(...)` or `tl.static_range(...)`",
            )  # fmt: skip
        return UNKNOWN
    bounds = [(argument, inference.evaluate(argument)) for argument in call.args]
    for keyword in call.keywords if builtin else ():
        text = "range() takes no keyword arguments"
        inference.report(keyword, "unknown-keyword", text, function="range", keyword=keyword.arg)
    for keyword in call.keywords:
        found = inference.evaluate(keyword.value)
        if not builtin and keyword.arg in ("start", "end", "step"):
            bounds.append((keyword.value, found))
    for argument, bound in bounds:
        _bound(inference, argument, bound, name == f"{LANGUAGE}.static_range")
    if name == f"{LANGUAGE}.static_range":
        return unknown_constant(ast.unparse(node.target))
    return tensor((), "int32", **traits(*(b for _, b in bounds[:2])))


def _bound(inference: KernelInference, node: ast.expr, bound: Value, static: bool) -> None:
    if bound.is_block:
        inference.report(node, "loop-bounds", f"a loop's bound must be one integer, not a block ({bound.described()})")
    elif bound.is_float or (bound.is_constant and isinstance(bound.value, float)):
        inference.report(
            node,
            "loop-bounds",
            "a loop's bounds and step must be integers; use `//` or `.to(tl.int32)`",
            float=True,
        )
    elif static and bound.kind is Kind.TENSOR and bound.shape == ():
        inference.report(
            node,
            "static-range-constexpr",
            "the bounds of `tl.static_range` must be constexpr; use `tl.range` for a value of the launch",
        )


def is_static(inference: KernelInference, node: ast.For) -> bool:
    return isinstance(node.iter, ast.Call) and inference.dotted(node.iter.func) == f"{LANGUAGE}.static_range"


def check_carried(
    inference: KernelInference, node: ast.For | ast.While, name: str, first: Value, later: Value, start: ast.stmt | None
) -> None:
    """A variable must keep its type and shape through a loop (``_verify_loop_carried_variable``)."""
    if first.kind is not Kind.TENSOR or later.kind is not Kind.TENSOR:
        return
    types = first.exact and later.exact and first.dtype != later.dtype
    ranks = first.shape is not None and later.shape is not None and len(first.shape) != len(later.shape)
    if not types and not ranks:
        return
    assigned = next((s for s in ast.walk(node) if isinstance(s, (ast.Assign, ast.AugAssign)) and _binds(s, name)), node)
    inference.report(
        assigned,
        "loop-carried-type",
        f"`{name}` is {first.described()} before the loop and {later.described()} in it; give it one type and shape "
        "from the start",
        name=name,
        before=first.described(),
        later=later.described(),
        later_dtype=later.dtype,
        later_shape=None if later.shape is None else [d if d is None else str(d) for d in later.shape],
        first_dtype=first.dtype,
        ranks_differ=ranks,
        start_line=None if start is None else start.lineno - 1,
    )


def _binds(node: ast.Assign | ast.AugAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(n, ast.Name) and n.id == name for t in targets for n in ast.walk(t))
