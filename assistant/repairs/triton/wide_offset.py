"""An offset that overflowed 32 bits and went far below zero: computes it in 64."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Change, Finding, View, triton_repair
from backends.outcome import Diagnostic

FAR = 1 << 24


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    offset = diagnostic.data.get("offset")
    kernel = view.kernel_at(diagnostic.range)
    if not isinstance(offset, int) or offset > -FAR or kernel is None:
        return
    changes: list[Change] = []
    for node in kernel.body_nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "program_id":
            parent = view.parents.get(id(node))
            if not (isinstance(parent, ast.Attribute) and parent.attr == "to"):
                changes.append(view.behind(node, ".to(tl.int64)"))
    if changes:
        yield Finding(
            tuple(changes),
            "Compute offsets in 64 bits",
            f"the offset {offset} is far below zero: a product of 32-bit integers overflowed",
            0.9,
        )


REPAIR = triton_repair("wide_offset", ("MemoryFault",), find)
