"""A masked load that is reduced: elements outside the mask need the neutral value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    neutral = diagnostic.data.get("neutral")
    node = view.node_at(diagnostic.range, ast.Call)
    if not isinstance(neutral, str) or node is None:
        return
    load = next(
        (
            n
            for n in ast.walk(node)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "load"
        ),
        None,
    )
    if load is None or any(k.arg == "other" for k in load.keywords):
        return
    reduction = diagnostic.data.get("reduction")
    yield Finding(
        (view.add_argument(load, f"other={neutral}"),),
        f"Add `other={neutral}`",
        f"`tl.{reduction}` also reads what the mask excludes; {neutral} does not change its result",
        0.9,
    )


REPAIR = triton_repair("missing_other", ("missing-other",), find)
