"""A taper whose walls meet before the extrusion is done: the steepest that still reaches its height."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant.repairs.cadquery.numbers_in_text import set_number
from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = view.call(diagnostic)
    asked, reached = diagnostic.data.get("asked"), diagnostic.data.get("reached")
    node = view.sites.argument(call, "taper", 4) if call is not None and method_of(call) == "extrude" else None
    taper = view.constants.number(node) if node is not None else None
    if node is None or not taper or not asked or not reached:
        return
    steepest = math.degrees(math.atan(math.tan(math.radians(taper)) * reached / abs(asked)))
    angle = math.floor(abs(steepest) * 10 * 0.98) / 10
    if angle <= 0:
        return
    edit, _ = set_number(view, node, math.copysign(angle, taper))
    yield Finding(
        (edit,), f"Reduce the taper to {angle:g}°",
        f"Beyond {abs(steepest):.3g}° the walls meet below {asked:g} mm", 0.75, ambiguous=True,
    )  # fmt: skip


REPAIR = repair("taper-angle", find, "taper-collapses")
