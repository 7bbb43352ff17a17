"""A result that is only a selection: go back to the part that was selected from."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic

_SELECTING = frozenset(
    {"faces", "edges", "vertices", "wires", "solids", "shells", "workplane", "first", "last", "item"}
)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = diagnostic.data.get("variable")
    for node in view.sites.nodes:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            count, value = 0, node.value
            while (
                isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and method_of(value) in _SELECTING
            ):
                count, value = count + 1, value.func.value
            at = view.sites.node_range(node.targets[0])
            if count and at == diagnostic.range:
                back = ".end()" if count == 1 else f".end({count})"
                yield Finding(
                    (view.after_chain(node.value, back),), f"End the selection with {back}",
                    "the chain ends with what it selected, not with the part", 0.8,
                )  # fmt: skip


REPAIR = repair("selection-end", find, "result-is-selection")
