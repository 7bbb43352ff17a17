"""``a = b = 0``: one assignment a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.Assign)
    if node is None or len(node.targets) < 2:
        return
    indent = view.indent(node.lineno - 1)
    value = view.text(node.value)
    last = view.text(node.targets[-1])
    lines = [f"{last} = {value}"] + [f"{view.text(t)} = {last}" for t in reversed(node.targets[:-1])]
    yield Finding(
        (view.replace(node, f"\n{indent}".join(lines)),),
        "Assign one name at a time",
        "the compiler reads one target only",
        0.95,
    )


REPAIR = triton_repair("chained_assignment", ("chained-assignment",), find, safe=True)
