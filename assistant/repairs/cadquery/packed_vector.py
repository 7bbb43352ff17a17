"""A vector given as single numbers to a method that takes it as one: ``.translate(1, 2, 3)``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic, Range


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or not diagnostic.data.get("vector") or len(call.args) not in (2, 3) or call.keywords:
        return
    start, end = view.sites.node_range(call.args[0]).start, view.sites.node_range(call.args[-1]).end
    inner = view.code[view.lines.offset(start) : view.lines.offset(end)]
    packed = f"({inner})" if len(call.args) == 3 else f"({inner}, 0)"
    yield Finding(
        (Edit(Range(start, end), packed),), "Pass the numbers as one tuple", f"{method_of(call)} takes a vector", 0.95
    )


REPAIR = repair("packed-vector", find, "too-many-arguments")
