"""``tl.store(out_ptr, x)`` of a block: adds the offsets that the other accesses use."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    kernel = view.kernel_at(diagnostic.range)
    call = view.node_at(diagnostic.range, ast.Call)
    if kernel is None or call is None or not call.args:
        return
    seen: set[str] = set()
    for node in kernel.body_nodes:
        if not isinstance(node, ast.Call) or node is call or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        if node.func.attr not in ("load", "store") or not isinstance(node.args[0], ast.BinOp):
            continue
        pointer = view.text(node.args[0])
        offsets = pointer.partition("+")[2].strip()
        if offsets and offsets not in seen:
            seen.add(offsets)
            yield Finding(
                (view.behind(call.args[0], f" + {offsets}"),),
                f"Add the offsets `{offsets}`",
                f"`{view.text(call.args[0])}` alone is one address, and a block is accessed",
                0.88 if len(seen) == 1 else 0.6,
                ambiguous=len(seen) > 1,
            )


REPAIR = triton_repair("scalar_pointer", ("scalar-pointer",), find)
