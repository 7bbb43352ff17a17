"""What is reported about calls in a kernel, in the engineer's words and with what a repair needs to know."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from backends.outcome import Severity
from backends.python_analysis import nearest_names
from backends.triton.api_table import LANGUAGE, Function, Parameter
from backends.triton.foreign_names import KEYWORDS, METHODS, elsewhere
from backends.triton.kernel_values import Kind, Value

if TYPE_CHECKING:
    from backends.triton.kernel_inference import KernelInference
    from backends.triton.source_model import Kernel

_BUILTINS_SUPPORTED = frozenset(
    {"print", "range", "len", "list", "int", "float", "isinstance", "getattr", "hasattr", "min", "max", "tuple"}
)
_BUILTIN_TO_LANGUAGE = {"abs": "tl.abs", "sum": "tl.sum", "round": "tl.floor", "pow": "tl.exp2", "sorted": "tl.sort"}


def shown_module(module: str) -> str:
    return "tl" + module.removeprefix(LANGUAGE)


def check_dotted(inference: KernelInference, node: ast.expr, dotted: str) -> bool:
    """Report the first part of ``tl.a.b`` that does not exist; True when there is one."""
    names = dotted.split(".")
    chain: list[ast.expr] = [node]
    while isinstance(chain[-1], ast.Attribute):
        chain.append(chain[-1].value)
    for length in range(2, len(names)):
        module, name = ".".join(names[:length]), names[length]
        if inference.api.knows(module) and module.startswith(LANGUAGE) and not inference.api.has(module, name):
            unknown_attribute(inference, chain[max(len(names) - length - 1, 0)], module, name)
            return True
    return False


def unknown_attribute(inference: KernelInference, node: ast.expr, module: str, name: str) -> None:
    """A function that the language does not have: misspelt, from torch, or in another module."""
    places = [m for m in inference.api.places_of(name) if m != module]
    suggestion = (
        elsewhere(name, inference.api) if module in (LANGUAGE, f"{LANGUAGE}.math") or "libdevice" in module else None
    )
    nearest = nearest_names(name, inference.api.names(module))
    text = f"`{shown_module(module)}.{name}` does not exist in triton {inference.api.version}"
    if suggestion is not None:
        text += f"; use `{suggestion}`"
    elif places:
        text += f"; it is in `{places[0]}`"
    elif nearest:
        text += f"; did you mean `{shown_module(module)}.{nearest[0]}`?"
    inference.report(
        node, "unknown-attribute", text, module=module, name=name, nearest=nearest, places=places, suggestion=suggestion
    )


def unknown_method(inference: KernelInference, node: ast.Attribute, name: str) -> None:
    nearest = nearest_names(name, inference.api.methods)
    suggestion = METHODS.get(name)
    text = f"a tensor in a kernel has no method `{name}`"
    if suggestion:
        text += f"; use `{suggestion}`"
    elif nearest:
        text += f"; did you mean `{nearest[0]}`?"
    inference.report(node, "unknown-method", text, name=name, nearest=nearest, suggestion=suggestion)


def unknown_keyword(
    inference: KernelInference,
    node: ast.Call,
    keyword: ast.keyword,
    function: Function,
    shown: str,
    used: frozenset[str],
) -> None:
    assert keyword.arg is not None
    free = [k for k in function.keywords if k not in used]
    known = KEYWORDS.get(keyword.arg)
    nearest = [known] if known in free else nearest_names(keyword.arg, free)
    text = f"`{shown}` has no argument `{keyword.arg}`"
    if nearest:
        text += f"; did you mean `{nearest[0]}`?"
    elif free:
        text += f"; it has {', '.join(f'`{k}`' for k in function.keywords)}"
    inference.report(keyword, "unknown-keyword", text, function=shown, keyword=keyword.arg, nearest=nearest)


def repeated_argument(inference: KernelInference, keyword: ast.keyword, shown: str) -> None:
    inference.report(keyword, "repeated-argument", f"`{shown}` is given `{keyword.arg}` twice", keyword=keyword.arg)


def too_many(
    inference: KernelInference, node: ast.Call, extra: list[tuple[ast.expr, Value]], function: Function, shown: str
) -> None:
    takes = sum(not p.keyword_only for p in function.parameters)
    keyword_only = [p.name for p in function.parameters if p.keyword_only]
    inference.report(
        extra[0][0],
        "too-many-arguments",
        f"`{shown}` takes {takes} positional argument{'s' * (takes != 1)}, not {takes + len(extra)}",
        function=shown,
        takes=takes,
        keyword_only=keyword_only,
    )


def missing_arguments(inference: KernelInference, node: ast.Call, missing: list[Parameter], shown: str) -> None:
    names = [p.name for p in missing]
    listed = ", ".join(f"`{n}`" for n in names)
    inference.report(node, "missing-argument", f"`{shown}` needs {listed}", function=shown, names=names)


def not_constexpr(inference: KernelInference, node: ast.expr, value: Value, code: str, rule: str) -> None:
    """A bound or extent that is only known when the kernel runs."""
    text = inference.model.text_of(node)
    names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
    parameters = [n for n in names if n in inference.kernel.by_name and not inference.kernel.by_name[n].constexpr]
    folded = [n for n in names if n in inference.scope and inference.scope[n].folded]
    why = f"`{text}` is known only when the kernel runs"
    if parameters:
        why += f"; declare `{parameters[0]}: tl.constexpr` in the kernel's parameters"
    elif folded:
        why += f"; declare it as `{folded[0]}: tl.constexpr = ...`"
    assigned = {n: inference.assignments[n].lineno - 1 for n in folded if n in inference.assignments}
    inference.report(node, code, f"{rule}: {why}", parameters=parameters, folded=folded, assigned=assigned)


def not_power_of_two(inference: KernelInference, node: ast.expr, size: int, code: str, text: str) -> None:
    power = 1 << max(size - 1, 0).bit_length()
    inference.report(node, code, f"{text}; use {power} and a mask", size=size, power=power)


def host_call(inference: KernelInference, node: ast.Call, dotted: str, name: str) -> None:
    """torch, numpy or math inside a kernel."""
    suggestion = f"tl.{name}" if inference.api.has(LANGUAGE, name) else elsewhere(name, inference.api)
    text = f"`{inference.model.text_of(node.func)}` runs on the host and cannot be called in a kernel"
    if suggestion:
        text += f"; use `{suggestion}`"
    inference.report(node, "host-call", text, name=name, dotted=dotted, suggestion=suggestion)


def python_builtin(inference: KernelInference, node: ast.Call, name: str, values: list[Value]) -> None:
    """Functions of Python that the compiler does not know (``CodeGenerator.builtin_namespace``)."""
    import builtins

    if (
        name in _BUILTINS_SUPPORTED
        or not hasattr(builtins, name)
        or name in inference.model.aliases
        or name in inference.model.assigned
    ):
        return
    suggestion = _BUILTIN_TO_LANGUAGE.get(name)
    text = f"Python's `{name}` cannot be used in a kernel"
    if suggestion:
        text += f"; use `{suggestion}`"
    inference.report(node, "python-builtin", text, name=name, suggestion=suggestion)


def kernel_call(inference: KernelInference, node: ast.Call, kernel: Kernel) -> None:
    """A call of another jitted function: its arguments must fit."""
    if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        return
    if kernel.node.args.vararg is not None:
        return
    positional = [p.name for p in kernel.parameters if not p.keyword_only]
    given = dict(zip(positional, node.args, strict=False))
    if len(node.args) > len(positional):
        inference.report(
            node.args[len(positional)],
            "too-many-arguments",
            f"`{kernel.name}` takes {len(positional)} arguments, not {len(node.args)}",
            function=kernel.name,
            takes=len(positional),
        )
        return
    for keyword in node.keywords:
        if keyword.arg not in kernel.by_name:
            nearest = nearest_names(str(keyword.arg), [p.name for p in kernel.parameters if p.name not in given])
            inference.report(
                keyword,
                "unknown-keyword",
                f"`{kernel.name}` has no parameter `{keyword.arg}`"
                + (f"; did you mean `{nearest[0]}`?" if nearest else ""),
                function=kernel.name,
                keyword=keyword.arg,
                nearest=nearest,
            )
            return
        given[str(keyword.arg)] = keyword.value
    missing = [p.name for p in kernel.parameters if p.default is None and p.name not in given]
    if missing:
        listed = ", ".join(f"`{n}`" for n in missing)
        inference.report(
            node, "missing-argument", f"`{kernel.name}` needs {listed}", function=kernel.name, names=missing
        )


def plain_function_call(inference: KernelInference, node: ast.Call, function: ast.FunctionDef) -> None:
    """A function of the file that is not jitted."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = inference.model.dotted(target) or ""
        if name.endswith("constexpr_function") or not name.startswith("triton"):
            # Some other decorator may well make it callable.
            return
    if function.decorator_list:
        return
    inference.report(
        node,
        "missing-jit",
        f"`{function.name}` is a Python function; a kernel can call it only with `@triton.jit` above it",
        name=function.name,
        line=function.lineno - 1,
        column=function.col_offset,
    )


def dtype_argument(inference: KernelInference, argument: tuple[ast.expr, Value] | None) -> None:
    """A type as torch or a string names it."""
    if argument is None:
        return
    node, value = argument
    dotted = inference.dotted(node) or ""
    name = ""
    if dotted.startswith(("torch.", "numpy.")):
        name = dotted.rpartition(".")[2]
    elif value.is_constant and isinstance(value.value, str):
        name = value.value
    if not name:
        return
    name = {
        "half": "float16",
        "float": "float32",
        "double": "float64",
        "int": "int32",
        "long": "int64",
        "bool": "int1",
    }.get(name, name)
    known = name in inference.api.dtypes
    text = f"`{inference.model.text_of(node)}` is not a type of the language" + (f"; use `tl.{name}`" if known else "")
    inference.report(node, "host-type", text, dtype=name if known else None)


def float_argument(inference: KernelInference, node: ast.Call, name: str, value: Value) -> None:
    if value.kind is not Kind.TENSOR or not value.exact or value.dtype in ("float32", "float64", "pointer"):
        return
    argument = node.args[0] if node.args else node.func.value if isinstance(node.func, ast.Attribute) else node
    inference.report(
        node,
        "float-argument",
        f"`{name}` takes float32 or float64, and `{inference.model.text_of(argument)}` is {value.dtype}; use `.to(tl.float32)`",
        dtype=value.dtype,
        name=name,
    )


def undefined_elements(inference: KernelInference, node: ast.expr, name: str) -> None:
    """Reducing what was loaded under a mask without ``other`` (``tl.load``: elements outside are undefined)."""
    load = node
    neutral = {"max": "-float('inf')", "min": "float('inf')", "sum": "0.0", "xor_sum": "0"}.get(name)
    if isinstance(node, ast.Name):
        statement = inference.assignments.get(node.id)
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Call):
            load = value
    inference.report(
        load,
        "missing-other",
        f"elements outside the mask are undefined without `other=`, and `tl.{name}` reads them"
        + (f"; use `other={neutral}`" if neutral else ""),
        Severity.WARNING,
        reduction=name,
        neutral=neutral,
    )
