"""Launches that do not fit their kernel: grid, arguments, options; and autotuning that does not fit its parameters."""

from __future__ import annotations

import ast
from typing import Any

from backends.outcome import Severity
from backends.python_analysis import all_nodes, nearest_names
from backends.triton.api_table import LANGUAGE, ApiTable
from backends.triton.kernel_inference import Report
from backends.triton.literal_values import Configuration, NoValueError, configurations, evaluate
from backends.triton.source_model import Kernel, Launch, SourceModel

_NUMBERS = ("triton.cdiv", "triton.next_power_of_2")


def check_launches(model: SourceModel, api: ApiTable, report: Report) -> None:
    tuned = {name: tuned_names(kernel, model) for name, kernel in model.kernels.items()}
    for launch in model.launches:
        kernel = model.kernels[launch.kernel]
        if kernel.wrapped:
            continue
        _grid(model, launch, report)
        _arguments(model, api, kernel, launch, tuned[launch.kernel], report)
    for launch in model.calls_without_grid:
        _bare_call(model, launch, report)
    _launched_functions(model, report)


def tuned_names(kernel: Kernel, model: SourceModel) -> frozenset[str] | None:
    """Parameters that autotuning and heuristics set; ``None`` when the text does not tell."""
    found: set[str] = set()
    if kernel.autotune is not None:
        configs = autotune_configurations(kernel, model)
        if configs is None:
            return None
        for config in configs:
            found |= set(config.constants)
    if kernel.heuristics is not None:
        values = next((k.value for k in kernel.heuristics.keywords if k.arg == "values"), None)
        values = kernel.heuristics.args[0] if values is None and kernel.heuristics.args else values
        if not isinstance(values, ast.Dict):
            return None
        for key in values.keys:
            if not isinstance(key, ast.Constant):
                return None
            found.add(str(key.value))
    return frozenset(found)


def autotune_configurations(kernel: Kernel, model: SourceModel) -> tuple[Configuration, ...] | None:
    """The configurations as the text gives them; ``None`` when they are computed in a way only running tells."""
    if kernel.autotune is None:
        return ()
    node = next((k.value for k in kernel.autotune.keywords if k.arg == "configs"), None)
    node = kernel.autotune.args[0] if node is None and kernel.autotune.args else node
    if node is None:
        return None
    try:
        return configurations(node, model)
    except NoValueError:
        return None


def _grid(model: SourceModel, launch: Launch, report: Report) -> None:
    """A grid is a tuple or a function that returns one."""
    grid = launch.grid
    assert grid is not None
    number = isinstance(grid, ast.Constant) and isinstance(grid.value, int)
    number |= isinstance(grid, ast.Call) and model.dotted(grid.func) in _NUMBERS
    number |= isinstance(grid, ast.BinOp) and isinstance(grid.op, ast.FloorDiv | ast.Mult | ast.Sub)
    if isinstance(grid, ast.BinOp) and any(isinstance(x, (ast.Tuple, ast.List)) for x in (grid.left, grid.right)):
        number = False
    if number:
        text = model.text_of(grid)
        report(grid, "launch-grid", f"a grid is a tuple: `({text},)`", text=text)
    if isinstance(grid, ast.Tuple) and len(grid.elts) > 3:
        report(
            grid,
            "launch-grid",
            f"a grid has 3 dimensions; the other {len(grid.elts) - 3} are ignored",
            Severity.WARNING,
        )


def _arguments(
    model: SourceModel, api: ApiTable, kernel: Kernel, launch: Launch, tuned: frozenset[str] | None, report: Report
) -> None:
    call = launch.call
    if any(isinstance(a, ast.Starred) for a in call.args) or kernel.node.args.vararg is not None:
        _keywords(model, api, kernel, call, tuned, set(), report)
        return
    positional = [p.name for p in kernel.parameters if not p.keyword_only]
    if len(call.args) > len(positional):
        report(
            call.args[len(positional)],
            "launch-too-many",
            f"`{kernel.name}` takes {len(positional)} positional arguments, not {len(call.args)}",
            kernel=kernel.name,
        )
        return
    given = set(positional[: len(call.args)])
    if not _keywords(model, api, kernel, call, tuned, given, report):
        return
    given |= {k.arg for k in call.keywords if k.arg}
    if any(k.arg is None for k in call.keywords):
        return
    missing = [
        p
        for p in kernel.parameters
        if p.default is None
        and p.name not in given
        and p.name not in (tuned or ())
        and not (tuned is None and p.constexpr)
    ]
    if missing:
        names = ", ".join(f"`{p.name}`" for p in missing)
        kind = "constexpr " if all(p.constexpr for p in missing) else ""
        report(
            call,
            "launch-missing-argument",
            f"the launch of `{kernel.name}` does not pass {kind}{names}",
            kernel=kernel.name,
            names=[p.name for p in missing],
            constexpr=[p.name for p in missing if p.constexpr],
        )


def _keywords(
    model: SourceModel,
    api: ApiTable,
    kernel: Kernel,
    call: ast.Call,
    tuned: frozenset[str] | None,
    given: set[str],
    report: Report,
) -> bool:
    """False when a keyword does not belong there."""
    fits = True
    autotuned = set() if kernel.autotune is None else set(tuned or ())
    for keyword in call.keywords:
        name = keyword.arg
        if name is None:
            continue
        if name in given:
            report(keyword, "launch-repeated-argument", f"`{name}` is passed twice to `{kernel.name}`", name=name)
            fits = False
        elif name in kernel.by_name:
            if name in autotuned and kernel.autotune is not None and _is_autotuned(kernel, model, name):
                report(
                    keyword,
                    "autotune-conflict",
                    f"`{name}` is set by the autotuner of `{kernel.name}` and cannot be passed as well",
                    name=name,
                )
        elif name not in api.options and name not in ("grid", "warmup"):
            nearest = nearest_names(name, {p.name for p in kernel.parameters} - given | {"num_warps", "num_stages"})
            report(
                keyword,
                "launch-unknown-argument",
                f"`{name}` is neither a parameter of `{kernel.name}` nor a compiler option"
                + (f"; did you mean `{nearest[0]}`?" if nearest else ""),
                name=name,
                nearest=nearest,
                kernel=kernel.name,
            )
            fits = False
        if name == "num_warps":
            _num_warps(model, keyword.value, report)
    return fits


def _is_autotuned(kernel: Kernel, model: SourceModel, name: str) -> bool:
    configs = autotune_configurations(kernel, model)
    return bool(configs) and all(name in c.constants for c in configs or ())


def _num_warps(model: SourceModel, node: ast.expr, report: Report) -> None:
    try:
        value: Any = evaluate(node, model)
    except NoValueError:
        return
    if isinstance(value, int) and (value <= 0 or value & (value - 1)):
        power = 1 << max(value - 1, 0).bit_length()
        report(node, "num-warps", f"`num_warps` must be a power of 2, not {value}", value=value, power=power)
    elif isinstance(value, int) and value > 32:
        report(
            node,
            "num-warps",
            f"{value} warps are {value * 32} threads; a block has at most 1024",
            value=value,
            power=32,
        )


def _bare_call(model: SourceModel, launch: Launch, report: Report) -> None:
    """``kernel(...)`` in host code (``JITFunction.__call__`` refuses it)."""
    function = launch.function
    if model.kernels[launch.kernel].wrapped:
        return
    if function is not None and (
        any("jit" in ast.unparse(d) for d in function.decorator_list) or _uses_language(model, function)
    ):
        # Code of a kernel, whatever makes it one.
        return
    report(
        launch.call.func,
        "launch-without-grid",
        f"`{launch.kernel}` is a kernel: launch it with a grid, `{launch.kernel}[grid](...)`",
        kernel=launch.kernel,
    )


def _launched_functions(model: SourceModel, report: Report) -> None:
    """Functions that are launched and use the language, but lack the decorator."""
    reported: set[str] = set()
    if not model.functions:
        return
    for node in all_nodes(model.tree):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Subscript)
            and isinstance(node.func.value, ast.Name)
        ):
            continue
        name = node.func.value.id
        function = model.functions.get(name)
        if function is None or name in reported or function.decorator_list:
            continue
        if _uses_language(model, function):
            reported.add(name)
            report(
                function,
                "missing-jit",
                f"`{name}` is launched as a kernel but has no `@triton.jit`",
                name=name,
                line=function.lineno - 1,
                column=function.col_offset,
                at_name=True,
            )


def _uses_language(model: SourceModel, function: ast.FunctionDef) -> bool:
    return any(
        isinstance(n, ast.Attribute) and (model.dotted(n) or "").startswith(LANGUAGE) for n in ast.walk(function)
    )


def check_autotuning(model: SourceModel, kernel: Kernel, report: Report) -> None:
    """Keys and configurations against the kernel's parameters (``Autotuner.__init__`` and launch)."""
    decorator = kernel.autotune
    if decorator is None or kernel.wrapped:
        return
    order = kernel.node.decorator_list
    if order.index(decorator) > order.index(kernel.jit):
        report(decorator, "decorator-order", "`@triton.autotune` must stand above `@triton.jit`")
        return
    _key(model, kernel, decorator, report)
    configs = autotune_configurations(kernel, model)
    seen: set[tuple[Any, ...]] = set()
    for config in configs or ():
        where = _Placed(config)
        for name in config.constants:
            mark: tuple[Any, ...] = (name, config.range)
            if name not in kernel.by_name and mark not in seen:
                seen.add(mark)
                tunable = [p.name for p in kernel.parameters if p.constexpr]
                nearest = nearest_names(str(name), tunable)
                report(
                    where,
                    "autotune-parameter",
                    f"`{name}` is not a parameter of `{kernel.name}`"
                    + (f"; did you mean `{nearest[0]}`?" if nearest else ""),
                    name=name,
                    nearest=nearest,
                    kernel=kernel.name,
                )
        warps = config.options.get("num_warps")
        mark = ("num_warps", config.range, warps)
        if isinstance(warps, int) and (warps <= 0 or warps & (warps - 1)) and mark not in seen:
            seen.add(mark)
            power = 1 << max(warps - 1, 0).bit_length()
            report(where, "num-warps", f"`num_warps` must be a power of 2, not {warps}", value=warps, power=power)


def _key(model: SourceModel, kernel: Kernel, decorator: ast.Call, report: Report) -> None:
    key = next((k.value for k in decorator.keywords if k.arg == "key"), None)
    key = decorator.args[1] if key is None and len(decorator.args) > 1 else key
    sizes = [p.name for p in kernel.parameters if not p.constexpr]
    if key is None:
        if not any(k.arg is None for k in decorator.keywords):
            report(
                decorator,
                "autotune-missing-key",
                "`triton.autotune` needs `key=`: the arguments whose change starts a new tuning",
                candidates=[n for n in sizes if n.lower().startswith(("n", "m", "k"))] or sizes,
                kernel=kernel.name,
            )
        return
    for element in key.elts if isinstance(key, (ast.List, ast.Tuple)) else []:
        if isinstance(element, ast.Constant) and isinstance(element.value, str) and element.value not in kernel.by_name:
            nearest = nearest_names(element.value, [p.name for p in kernel.parameters])
            report(
                element,
                "autotune-key",
                f"`{element.value}` is not an argument of `{kernel.name}`"
                + (f"; did you mean `{nearest[0]}`?" if nearest else ""),
                name=element.value,
                nearest=nearest,
                candidates=sizes,
                kernel=kernel.name,
            )


class _Placed(ast.AST):
    """A configuration's place, for ``report``: it was read out of comprehensions and functions, and has no node left."""

    _fields = ()

    def __init__(self, config: Configuration) -> None:
        super().__init__()
        self.range = config.range
