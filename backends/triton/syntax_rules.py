"""Python that the compiler of kernels does not take (``triton/compiler/code_generator.py``), and globals it cannot see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference, Report
    from backends.triton.source_model import Kernel, SourceModel

_STATEMENTS: dict[type[ast.stmt], tuple[str, str]] = {
    ast.Try: ("unsupported-syntax", "`try` is not supported in a kernel"),
    ast.Break: (
        "break-continue",
        "`break` is not supported in a kernel; put the condition into the loop's bound, or use `while`",
    ),
    ast.Continue: ("break-continue", "`continue` is not supported in a kernel; put the rest of the loop under an `if`"),
    ast.Import: ("unsupported-syntax", "`import` is not supported in a kernel; import at the top of the file"),
    ast.ImportFrom: ("unsupported-syntax", "`import` is not supported in a kernel; import at the top of the file"),
    ast.Global: ("unsupported-syntax", "`global` is not supported in a kernel"),
    ast.Nonlocal: ("unsupported-syntax", "`nonlocal` is not supported in a kernel"),
    ast.Delete: ("unsupported-syntax", "`del` is not supported in a kernel"),
    ast.Match: ("unsupported-syntax", "`match` is not supported in a kernel; use `if`"),
    ast.ClassDef: ("unsupported-syntax", "a class cannot be defined in a kernel"),
    ast.AsyncFor: ("unsupported-syntax", "`async` is not supported in a kernel"),
    ast.AsyncWith: ("unsupported-syntax", "`async` is not supported in a kernel"),
}
_EXPRESSIONS: dict[type[ast.expr], str] = {
    ast.Lambda: "`lambda` is not supported in a kernel; define a function with `@triton.jit`",
    ast.Dict: "dictionaries are not supported in a kernel",
    ast.Set: "sets are not supported in a kernel",
    ast.DictComp: "comprehensions are not supported in a kernel; use a loop",
    ast.SetComp: "comprehensions are not supported in a kernel; use a loop",
    ast.GeneratorExp: "comprehensions are not supported in a kernel; use a loop",
    ast.Yield: "`yield` is not supported in a kernel",
    ast.YieldFrom: "`yield` is not supported in a kernel",
    ast.Await: "`await` is not supported in a kernel",
}


def check_statement(inference: KernelInference, node: ast.stmt) -> None:
    """One statement, without those inside it."""
    found = _STATEMENTS.get(type(node))
    if found is not None:
        inference.report(node, *found, syntax=type(node).__name__)
    elif isinstance(node, ast.Raise) and not inference.conditional:
        inference.report(
            node,
            "unsupported-syntax",
            "`raise` is not supported in a kernel; use `tl.static_assert` or `tl.device_assert`",
            syntax="Raise",
        )
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        inference.report(
            node,
            "nested-function",
            f"`{node.name}` cannot be defined inside a kernel; move it to module level, under `@triton.jit`",
            name=node.name,
        )
    elif isinstance(node, ast.Assign):
        _assignment(inference, node)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript):
        _item(inference, node.target)
    for expression in _expressions(node):
        text = _EXPRESSIONS.get(type(expression))
        if text is not None:
            inference.report(expression, "unsupported-syntax", text, syntax=type(expression).__name__)
        elif isinstance(expression, ast.ListComp) and isinstance(expression.generators[0].iter, ast.Call):
            inference.report(
                expression,
                "unsupported-syntax",
                "only tuples can be comprehended in a kernel; use `tl.static_range`",
                syntax="ListComp",
            )


def _assignment(inference: KernelInference, node: ast.Assign) -> None:
    if len(node.targets) > 1:
        names = " = ".join(ast.unparse(t) for t in node.targets)
        inference.report(
            node, "chained-assignment", f"`{names} = ...` is not supported in a kernel; assign one name at a time"
        )
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            _item(inference, target)
        elif isinstance(target, ast.Attribute):
            inference.report(target, "item-assignment", "attributes cannot be assigned in a kernel")
        elif isinstance(target, ast.Tuple) and any(isinstance(e, ast.Starred) for e in target.elts):
            inference.report(
                target, "unsupported-syntax", "starred targets are not supported in a kernel", syntax="Starred"
            )


def _item(inference: KernelInference, target: ast.Subscript) -> None:
    inference.report(target, "item-assignment", "elements of a block cannot be assigned; use `tl.where` or `tl.store`")


def _expressions(node: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement, not those of statements inside it."""
    waiting: list[ast.AST] = [
        child for child in ast.iter_child_nodes(node) if isinstance(child, (ast.expr, ast.keyword, ast.withitem))
    ]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, ast.expr):
            yield inner
        for name in inner._fields:
            value = getattr(inner, name, None)
            if isinstance(value, list):
                waiting.extend([item for item in value if isinstance(item, ast.AST)])
            elif isinstance(value, (ast.expr, ast.comprehension, ast.keyword)):
                waiting.append(value)


def check_globals(model: SourceModel, kernel: Kernel, report: Report) -> None:
    """Plain Python values of the module that a kernel reads (``CodeGenerator.global_lookup`` refuses them)."""
    if "TRITON_ALLOW_NON_CONSTEXPR_GLOBALS" in model.code:
        return
    seen: set[str] = set(kernel.bound_names)
    for node in kernel.body_nodes:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id in seen:
            continue
        value = model.constants.get(node.id)
        if value is None or node.id in model.aliases or not _is_plain(value):
            continue
        seen.add(node.id)
        report(
            node,
            "global-variable",
            f"`{node.id}` is a Python global; a kernel can use only globals that are `tl.constexpr(...)` objects",
            name=node.id,
            line=value.lineno - 1,
        )


def _is_plain(value: ast.expr) -> bool:
    """A literal, or arithmetic with literals: surely not one of the objects a kernel may use."""
    match value:
        case ast.Constant(value=literal):
            return literal is not None
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.BinOp(left=left, right=right):
            return _is_plain(left) and _is_plain(right)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return bool(elements) and all(_is_plain(e) for e in elements)
        case ast.Dict():
            return True
    return False


def check_signature(model: SourceModel, kernel: Kernel, report: Report) -> None:
    """Parameters and returns that a kernel cannot have."""
    keywords = kernel.node.args.kwarg
    if keywords is not None:
        report(keywords, "kernel-kwargs", f"a kernel cannot have `**{keywords.arg}`")
    if model.is_entry(kernel) and any(launch.kernel == kernel.name for launch in model.launches):
        for node in kernel.body_nodes:
            if isinstance(node, ast.Return) and node.value is not None and not (
                isinstance(node.value, ast.Constant) and node.value.value is None
            ):  # fmt: skip
                report(node, "kernel-return", "a kernel cannot return a value; store it through a pointer")
