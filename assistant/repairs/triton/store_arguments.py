"""``tl.store(value, pointer)``: the pointer comes first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.node_at(diagnostic.range, ast.Call)
    if call is None or len(call.args) < 2:
        return
    first, second = call.args[:2]
    changes = (view.replace(first, view.text(second)), view.replace(second, view.text(first)))
    yield Finding(changes, "Swap pointer and value", f"`{view.text(second)}` is the pointer, and it comes first", 0.95)


REPAIR = triton_repair("store_arguments", ("store-arguments",), find)
