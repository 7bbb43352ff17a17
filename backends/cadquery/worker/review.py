"""Finds what the kernel did wrong without saying so, by comparing facts before and after each operation."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cadquery as cq

from . import facts
from .largest import PARAMETERS, largest_that_works, outgrown
from .profile import crossing
from .tracing import Call, Trace

HOLES = frozenset({"hole", "cboreHole", "cskHole"})
REMOVING = HOLES | {"cut", "cutBlind", "cutThruAll", "cutEach", "intersect", "split"}
ADDING = frozenset(
    {
        "extrude",
        "revolve",
        "sweep",
        "loft",
        "twistExtrude",
        "box",
        "sphere",
        "cylinder",
        "wedge",
        "text",
        "union",
        "combine",
    }
)
DRESSING = frozenset(PARAMETERS)
FLAT = 1e-9
"""A solid of no more cubic millimetres has collapsed."""
MOVING = frozenset({"translate", "rotate", "rotateAboutCenter", "mirror"})
CONSTRUCTING = REMOVING | ADDING | DRESSING | {"interpPlate", "clean", "each", "eachpoint"}
USING = CONSTRUCTING | {"workplane", "circle", "rect", "polygon", "ellipse", "slot2D", "lineTo", "line", "polyline"}
"""Operations that go wrong, silently or not, on a selection that found nothing."""


@dataclass
class Finding:
    """``facts`` are what the message is made of; the host words it."""

    code: str
    call: Call
    facts: dict[str, Any] = field(default_factory=dict)
    related: Call | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "call": describe(self.call),
            "facts": self.facts,
            "related": describe(self.related) if self.related else None,
        }


@dataclass
class _Step:
    """One constructing call with the solid it found and the shapes it left."""

    call: Call
    before: cq.Shape | None
    after: list[cq.Shape]


def describe(call: Call) -> dict[str, Any]:
    """What the host needs to name the call and to word its failure."""
    stack = getattr(call.before, "objects", None)
    selection: dict[str, int] = defaultdict(int)
    for item in stack if isinstance(stack, list) else ():
        selection[type(item).__name__] += 1
    return {
        "owner": call.owner,
        "name": call.name,
        "place": call.place.to_json(),
        "args": [plain(value) for value in call.args],
        "kwargs": {name: plain(value) for name, value in call.kwargs.items()},
        "selection": dict(selection),
        "pending_edges": call.pending_edges,
        "pending_wires": len(call.wires),
        "degenerate_wires": sum(1 for wire in call.wires if call.error is not None and wire.Length() < 1e-7),
        "empty": call.empty.place.to_json() if call.empty else None,
        "empty_name": call.empty.name if call.empty else None,
        "empty_args": [plain(value) for value in call.empty.args] if call.empty else [],
    }


def plain(value: Any) -> Any:
    """A value as JSON when it is simple, else the name of its type."""
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, str) or len(value) < 200 else value[:200]
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, (tuple, list)) and len(value) <= 4:
        return [plain(item) for item in value]
    return f"<{type(value).__name__}>"


def review(
    trace: Trace, final: list[cq.Shape], measured: facts.Measured, seconds: float, failed: bool
) -> Iterator[Finding]:
    """Findings in the order of their cause. ``final`` is what the script shows; empty when it raised.

    After ``seconds`` only the findings so far are given: facts of huge parts are not worth the engineer's wait.
    """
    deadline = time.monotonic() + seconds
    blamed = set()
    for finding in _all(trace, final, measured, deadline, failed):
        if finding.call.site not in blamed:
            blamed.add(finding.call.site)
            yield finding


def _all(
    trace: Trace, final: list[cq.Shape], measured: facts.Measured, deadline: float, failed: bool
) -> Iterator[Finding]:
    yield from non_finite(trace)
    yield from empty_selections(trace, failed)
    steps = list(_steps(trace, deadline))
    yield from _at_each_site(steps, measured, deadline)
    sound = all(measured.valid(shape) for shape in final)
    flat = bool(facts.solids_of(final)) and sum(measured.volume(shape) for shape in final) <= FLAT
    if flat or not sound:
        yield from _first_invalid(steps, measured, deadline)
    if len(facts.solids_of(final)) > 1:
        yield from separate(steps)


def non_finite(trace: Trace) -> Iterator[Finding]:
    for call in trace.non_finite[:3]:
        bad = [
            plain(value) for value in (*call.args, *call.kwargs.values()) if "nan" in str(value) or "inf" in str(value)
        ]
        yield Finding("non-finite-dimension", call, {"values": bad})


def empty_selections(trace: Trace, failed: bool) -> Iterator[Finding]:
    """A selection that found nothing: ``used`` when a later operation was built on it."""
    used: dict[int, Call] = {}
    for call in trace.calls:
        if call.empty is not None and call.name in USING:
            used.setdefault(call.empty.index, call)
    seen = set()
    for call in trace.empty.values():
        if call.site in seen or call.name == "filter":
            continue
        seen.add(call.site)
        by = used.get(call.index)
        if by is not None and by.error is not None:
            continue  # the exception's own diagnostic says so
        yield Finding("empty-selection", call, {"used": by is not None, "by": by.name if by else None}, by)


def _steps(trace: Trace, deadline: float) -> Iterator[_Step]:
    for call in trace.calls:
        if time.monotonic() > deadline:
            return
        if call.name not in CONSTRUCTING or call.error is not None or not isinstance(call.result, cq.Workplane):
            continue
        after = facts.shapes_on(call.result)
        before = facts.base_solid(call.before)
        if after or before is not None:
            yield _Step(call, before, after)


def _at_each_site(steps: list[_Step], measured: facts.Measured, deadline: float) -> Iterator[Finding]:
    """One finding a place in the text, and only when every run through that place shows it (loops clip patterns)."""
    by_site: dict[Any, list[_Step]] = defaultdict(list)
    for step in steps:
        by_site[step.call.site].append(step)
    for group in by_site.values():
        found: Finding | None = None
        for step in group:
            if time.monotonic() > deadline:
                return
            found = _without_effect(step, measured)
            if found is None:
                break
        if found is None:
            found = next((f for step in group if (f := _damage(step, measured)) is not None), None)
        if found is not None:
            yield found


def _without_effect(step: _Step, measured: facts.Measured) -> Finding | None:
    name, before = step.call.name, step.before
    cutting = name in REMOVING or step.call.argument("combine", 1) in ("cut", "s")
    if before is None or not (cutting or name == "shell") or name in ("intersect", "split"):
        return None
    if not step.after or not _same(before, facts.one(step.after), measured):
        return None
    if name == "shell":
        return Finding(
            "shell-no-effect", step.call, {"thickness": plain(step.call.argument("thickness", 0)), **_search(step)}
        )
    found: dict[str, Any] = {"box": _box(before)}
    if name in HOLES and step.call.argument("diameter", 0):
        found["centers"] = [[round(x, 6) for x in point] for point in _centers(step.call)]
        return Finding("hole-outside", step.call, found)
    return Finding("cut-no-effect", step.call, found)


def _damage(step: _Step, measured: facts.Measured) -> Finding | None:
    name, before = step.call.name, step.before
    solids = facts.solids_of(step.after)
    emptied = not step.after or any(isinstance(shape, cq.Compound) for shape in step.after)
    if before is not None and name in REMOVING and not solids and emptied:
        return Finding("all-material-removed", step.call, {"box": _box(before)})
    if before is not None and name in ("fillet", "chamfer") and solids:
        boxes = outgrown(name, before, facts.one(step.after))
        if boxes:
            value = plain(step.call.argument(PARAMETERS[name], 0))
            return Finding(f"oversized-{name}", step.call, {"value": value, "boxes": boxes, **_search(step)})
    if name == "shell" and before is not None and solids and not measured.valid(facts.one(step.after)):
        return Finding(
            "invalid-solid", step.call, {"value": plain(step.call.argument("thickness", 0)), **_search(step)}
        )
    if name == "extrude" and step.call.argument("taper", 4):
        return _collapsed_taper(step)
    return None


def _first_invalid(steps: list[_Step], measured: facts.Measured, deadline: float) -> Iterator[Finding]:
    """The first operation whose result is unsound although what it worked on was sound."""
    for step in steps:
        if time.monotonic() > deadline:
            return
        solids = facts.solids_of(step.after)
        if not solids:
            continue
        after = facts.one(step.after)
        flat = measured.volume(after) <= FLAT
        if measured.valid(after) and not flat:
            continue
        found: dict[str, Any] = {"volume": plain(measured.volume(after))}
        crossed = crossing(step.call.wires)
        if crossed is not None:
            found["crossing"] = [round(x, 6) for x in crossed]
        if step.call.name in DRESSING:
            found["value"] = plain(step.call.argument(PARAMETERS[step.call.name], 0))
            found.update(_search(step))
        code = "self-crossing-profile" if crossed is not None else "zero-volume" if flat else "invalid-solid"
        yield Finding(code, step.call, found)
        return


def separate(steps: Iterable[_Step]) -> Iterator[Finding]:
    """Operations that were to join solids and left more of them than there were."""
    seen = set()
    for step in steps:
        if step.before is None or step.call.name not in ADDING or step.call.site in seen:
            continue
        was, now = len(step.before.Solids()), len(facts.solids_of(step.after))
        if now > was and step.call.argument("combine", 99, True) is not False:
            seen.add(step.call.site)
            yield Finding("separate-solids", step.call, {"before": was, "after": now})


def _same(before: cq.Shape, after: cq.Shape, measured: facts.Measured) -> bool:
    if len(before.Faces()) != len(after.Faces()):
        return False
    return math.isclose(measured.volume(before), measured.volume(after), rel_tol=1e-9)


def _search(step: _Step) -> dict[str, Any]:
    largest = largest_that_works(step.call)
    return {} if largest is None else {f"largest_{PARAMETERS[step.call.name]}": largest}


def _collapsed_taper(step: _Step) -> Finding | None:
    """A taper whose walls meet before the extrusion is done gives a shorter solid, silently."""
    distance = step.call.argument("until", 0)
    plane = getattr(step.call.before, "plane", None)
    if step.before is not None or plane is None or not isinstance(distance, (int, float)):
        return None
    heights = [plane.toLocalCoords(cq.Vector(*v.toTuple())).z for shape in step.after for v in shape.Vertices()]
    reach = max((abs(h) for h in heights), default=0.0)
    if not heights or reach >= abs(distance) * (1 - 1e-6):
        return None
    return Finding("taper-collapses", step.call, {"asked": float(distance), "reached": reach})


def _centers(call: Call) -> list[tuple[float, float, float]]:
    items = getattr(call.before, "objects", [])[:8]
    points = [
        item.toTuple() if isinstance(item, cq.Vector) else item.Center().toTuple()
        for item in items
        if hasattr(item, "Center")
    ]
    return points or [call.before.plane.origin.toTuple()]


def _box(shape: cq.Shape) -> list[float] | None:
    box = facts.bounding_box(shape)
    return [round(x, 6) for x in box] if box else None
