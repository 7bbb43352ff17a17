"""Points given as one flat list of numbers: ``.polyline([0, 0, 10, 0])``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.numbers_in_text import is_literal
from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic, Range

_TAKING_POINTS = frozenset({"polyline", "pushPoints", "spline", "splineApprox", "bezier"})


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or method_of(call) not in _TAKING_POINTS:
        return
    flat = call.args[0] if len(call.args) == 1 else None
    items = flat.elts if isinstance(flat, (ast.List, ast.Tuple)) else call.args if flat is None else []
    if len(items) < 4 or len(items) % 2 or not all(is_literal(item) or isinstance(item, ast.Name) for item in items):
        return
    pairs = [f"({view.text(x)}, {view.text(y)})" for x, y in zip(items[::2], items[1::2], strict=True)]
    first, last = view.sites.node_range(call.args[0]), view.sites.node_range(call.args[-1])
    edit = Edit(Range(first.start, last.end), f"[{', '.join(pairs)}]")
    yield Finding((edit,), "Pair the numbers into points", f"{method_of(call)} takes a list of (x, y)", 0.9)


REPAIR = repair("point-pairs", find, "TypeError", "too-many-arguments")
