"""``tl.load(x_ptr[offsets])``: the address is the pointer plus the offsets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.Subscript)
    kernel = view.kernel_at(diagnostic.range)
    if node is None or kernel is None or not isinstance(node.value, ast.Name) or node.value.id not in kernel.by_name:
        return
    if isinstance(node.slice, (ast.Slice, ast.Tuple)):
        return
    call = view.parents.get(id(node))
    accessed = isinstance(call, ast.Call) and call.args[:1] == [node] and view.text(call.func).startswith("tl.")
    pointer, offset = node.value.id, view.text(node.slice)
    if accessed:
        yield Finding(
            (view.replace(node, f"{pointer} + {offset}"),),
            f"Add the offset: `{pointer} + {offset}`",
            "a pointer is not indexed; an address is the pointer plus an offset",
            0.92,
        )
    elif isinstance(node.ctx, ast.Load):
        yield Finding(
            (view.replace(node, f"tl.load({pointer} + ({offset}))"),),
            f"Load from `{pointer}`",
            "a pointer is not indexed; `tl.load` reads through it",
            0.7,
        )


REPAIR = triton_repair("pointer_subscript", ("tensor-index", "host-call"), find)
