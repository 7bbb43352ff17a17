"""A counterbore or countersink that is smaller than its hole: the two diameters changed places."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.cadquery.dimension_rules import LARGER
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    if call is None or method_of(call) not in LARGER:
        return
    larger, smaller, what = LARGER[method_of(call)]
    outer, inner = view.sites.argument(call, larger, 1), view.sites.argument(call, smaller, 0)
    if outer is not None and inner is not None and view.text(outer) != view.text(inner):
        yield Finding(
            (view.replace(outer, view.text(inner)), view.replace(inner, view.text(outer))), "Swap the two diameters",
            f"the hole comes first, then its {what}, which is the larger one", 0.85,
        )  # fmt: skip


REPAIR = repair("swapped-diameters", find, "step-not-larger")
