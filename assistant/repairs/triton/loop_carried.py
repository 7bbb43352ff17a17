"""A variable that changes type or shape in a loop: starts it as what it becomes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

_COMPILED = re.compile(r"`(\w+)` is (\w+)\[(.*?)\] before the loop and (\w+)\[(.*?)\] in it")
_ELEMENTS = {"fp16": "float16", "bf16": "bfloat16", "fp32": "float32", "fp64": "float64"}
"""The compiler's names of element types, as the language writes them."""


def _told(diagnostic: Diagnostic, view: View) -> Mapping[str, Any]:
    """What the front end knows, or the compiler's words say of a variable that keeps its shape."""
    found = _COMPILED.match(diagnostic.message)
    kernel = view.kernel_at(diagnostic.range)
    if "start_line" in diagnostic.data or found is None or kernel is None or found[3] != found[5]:
        return diagnostic.data
    starts = [
        node.lineno - 1
        for node in kernel.body_nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == found[1]
        and node.lineno <= diagnostic.range.start.line
    ]
    later = _ELEMENTS.get(found[4], found[4])
    return {
        "name": found[1], "later": f"{found[4]}[{found[5]}]", "later_dtype": later, "later_shape": None,
        "start_line": max(starts, default=None),
    }  # fmt: skip


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    data = _told(diagnostic, view)
    line = data.get("start_line")
    if not isinstance(line, int):
        return
    start = next((n for n in view.nodes if isinstance(n, ast.Assign) and n.lineno - 1 == line), None)
    if start is None:
        return
    name, dtype, shape = str(data.get("name")), data.get("later_dtype"), data.get("later_shape")
    value = start.value
    if data.get("ranks_differ") and isinstance(shape, list) and shape and None not in shape:
        element = dtype if isinstance(dtype, str) and dtype not in ("float", "pointer") else "float32"
        extents = ", ".join(shape) + ("," if len(shape) == 1 else "")
        zero = isinstance(value, ast.Constant) and value.value == 0
        text = (
            f"tl.zeros(({extents}), dtype=tl.{element})"
            if zero
            else f"tl.full(({extents}), {view.text(value)}, dtype=tl.{element})"
        )
        yield Finding(
            (view.replace(value, text),),
            f"Start `{name}` as a block",
            f"`{name}` becomes {data.get('later')} in the loop",
            0.93,
        )
    elif isinstance(dtype, str) and dtype != "float":
        if isinstance(value, ast.Constant) and isinstance(value.value, int) and dtype.startswith("float"):
            yield Finding(
                (view.replace(value, f"{value.value}.0"),),
                f"Start `{name}` as `{value.value}.0`",
                f"`{name}` becomes {dtype} in the loop",
                0.94,
            )
        elif isinstance(value, ast.Call):
            given = next((k for k in value.keywords if k.arg == "dtype"), None)
            positional = value.args[-1] if given is None and value.args and "tl." in view.text(value.args[-1]) else None
            node = given.value if given is not None else positional
            if node is not None:
                yield Finding(
                    (view.replace(node, f"tl.{dtype}"),),
                    f"Start `{name}` as {dtype}",
                    f"`{name}` becomes {dtype} in the loop",
                    0.92,
                )
    yield from _cast(diagnostic, view, name)


def _cast(diagnostic: Diagnostic, view: View, name: str) -> Iterator[Finding]:
    """Keeps the type the variable has, by converting what is assigned in the loop."""
    first = diagnostic.data.get("first_dtype")
    node = view.node_at(diagnostic.range, ast.stmt)
    if not isinstance(first, str) or first in ("pointer", "float") or diagnostic.data.get("ranks_differ"):
        return
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        value = node.value
        text = view.text(value)
        wrapped = text if isinstance(value, (ast.Name, ast.Call)) else f"({text})"
        yield Finding(
            (view.replace(value, f"{wrapped}.to(tl.{first})"),),
            f"Keep `{name}` as {first}",
            f"the loop makes something else of `{name}`",
            0.5,
            True,
        )


REPAIR = triton_repair("loop_carried", ("loop-carried-type",), find)
