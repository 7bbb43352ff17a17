"""A configuration that needs more shared memory than a block has: fewer stages, then smaller blocks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

MIN_BLOCK = 16
MIN_WARP_LIMIT = 32


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    data = diagnostic.data
    if call is None or not isinstance(data.get("shared"), int):
        return
    values = _values(view, call)
    excess = data["shared"] / max(data["limit"], 1)
    if excess <= 1:
        yield from _fewer_warps(view, values)
        return
    stages = values.get("num_stages")
    if isinstance(stages, ast.Constant) and isinstance(stages.value, int) and stages.value > 1:
        # Shared memory grows with the number of stages; the first try is the one that fits if it all does.
        for fewer in dict.fromkeys((max(1, int(stages.value / excess)), stages.value - 1, 1)):
            if fewer < stages.value:
                yield Finding(
                    (view.replace(stages, str(fewer)),),
                    f"Use num_stages={fewer}",
                    _cause(diagnostic, "each stage holds a copy of the tiles"),
                    0.85,
                )
    elif stages is None:
        yield Finding(
            (view.add_argument(call, "num_stages=2"),),
            "Use num_stages=2",
            _cause(diagnostic, "each stage holds a copy of the tiles"),
            0.6,
        )
    blocks = sorted(_blocks(values), key=lambda item: -item[1])
    for name, size, node in blocks[:3]:
        for smaller in dict.fromkeys((size // 2, size // 4)):
            if smaller >= MIN_BLOCK:
                yield Finding(
                    (view.replace(node, str(smaller)),),
                    f"Use {name}={smaller}",
                    _cause(diagnostic, f"a tile of {name}={size} is too large"),
                    0.75,
                )


def _fewer_warps(view: View, values: dict[str, ast.expr]) -> Iterator[Finding]:
    warps = values.get("num_warps")
    if isinstance(warps, ast.Constant) and isinstance(warps.value, int) and warps.value > MIN_WARP_LIMIT // 2:
        for fewer in (16, 8):
            if fewer < warps.value:
                yield Finding(
                    (view.replace(warps, str(fewer)),),
                    f"Use num_warps={fewer}",
                    "a block has at most 1024 threads",
                    0.9,
                )


def _cause(diagnostic: Diagnostic, why: str) -> str:
    need, limit = diagnostic.data["shared"] / 1024, diagnostic.data["limit"] / 1024
    return f"it needs {need:g} KiB of shared memory where {diagnostic.data['architecture']} has {limit:g}; {why}"


def _values(view: View, call: ast.Call) -> dict[str, ast.expr]:
    """The constants of a ``triton.Config`` or launch, by name, where they are written as numbers."""
    found: dict[str, ast.expr] = {k.arg: k.value for k in call.keywords if k.arg}
    for argument in call.args:
        if isinstance(argument, ast.Dict):
            for key, value in zip(argument.keys, argument.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found[key.value] = value
    scope = _assigned(view, call)
    return {name: scope.get(node.id, node) if isinstance(node, ast.Name) else node for name, node in found.items()}


def _assigned(view: View, call: ast.Call) -> dict[str, ast.expr]:
    """Numbers assigned to names in the function around a launch (``block = 128``)."""
    function = view.enclosing(call, ast.FunctionDef)
    body: list[Any] = [] if function is None else list(ast.walk(function))
    found: dict[str, ast.expr] = {}
    for node in body:
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        if isinstance(target, ast.Name):
            found[target.id] = node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for part, value in zip(target.elts, node.value.elts, strict=False):
                if isinstance(part, ast.Name):
                    found[part.id] = value
    return found


def _blocks(values: dict[str, ast.expr]) -> Iterator[tuple[str, int, ast.expr]]:
    for name, node in values.items():
        if name.startswith("num_") or "group" in name.lower():
            continue
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, int)
            and not isinstance(node.value, bool)
            and node.value > MIN_BLOCK
        ):
            yield name, node.value, node


REPAIR = triton_repair("shared_memory", ("OutOfResources",), find)
