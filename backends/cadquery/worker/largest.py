"""The largest fillet radius, chamfer length or wall thickness that the kernel can make where a larger one failed."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import Any

import cadquery as cq

from . import facts
from .attempt import last_of
from .tracing import Call

PARAMETERS = {"fillet": "radius", "chamfer": "length", "shell": "thickness"}
SECONDS = 1.5
"""For all searches of one run together."""
HALVINGS = 7
BISECTIONS = 7


_seconds_left = SECONDS


def largest_that_works(call: Call) -> float | None:
    """Rounded down to a plain number and tried with exactly that value; negative for an inward shell.

    ``None`` when the call is of another kind, nothing smaller works either, or time ran out.
    """
    global _seconds_left
    failing = call.argument(PARAMETERS.get(call.name, ""), 0)
    if (
        call.name not in PARAMETERS
        or not isinstance(failing, (int, float))
        or not math.isfinite(failing)
        or failing == 0
    ):
        return None
    started = time.monotonic()
    found = last_of(lambda: _search(call, abs(float(failing))), _seconds_left)
    _seconds_left = max(0.0, _seconds_left - (time.monotonic() - started))
    return math.copysign(found, failing) if isinstance(found, float) else None


def _search(call: Call, failing: float) -> Iterator[float]:
    """Halve until one works, then close in on the border; yields each better value."""
    sign = math.copysign(1.0, call.argument(PARAMETERS[call.name], 0))
    value, working, best = failing, 0.0, 0.0
    for _ in range(HALVINGS):
        value = round_down(value / 2.0)
        if works(call, sign * value):
            working = best = value
            yield best
            break
        failing = value
    if not working:
        return
    for _ in range(BISECTIONS):
        if failing - working < 0.01 * failing:
            break
        value = (working + failing) / 2.0
        if works(call, sign * value):
            working = value
            if round_down(value) > best and works(call, sign * round_down(value)):
                best = round_down(value)
                yield best
        else:
            failing = value
    last = round_down(failing * (1.0 - 1e-9))
    if last > best and works(call, sign * last):
        yield last


def round_down(value: float) -> float:
    """Towards zero, to two significant digits, three from ten on: 4.97 is 4.9, 0.0378 is 0.037, 14.97 is 14.9."""
    exponent = math.floor(math.log10(value))
    digits = (2 if exponent > 0 else 1) - exponent
    return float(f"{math.floor(value * 10.0**digits + 1e-9) / 10.0**digits:.10g}")


def works(call: Call, value: float) -> bool:
    """Whether the operation of ``call`` with ``value`` gives a sound solid that did change."""
    name = PARAMETERS[call.name]
    args, kwargs = call.args, dict(call.kwargs)
    if name in kwargs:
        kwargs[name] = value
    else:
        args = (value, *args[1:])
    if call.name == "chamfer" and len(args) > 1 and isinstance(args[1], (int, float)):
        args = (value, args[1] * value / args[0] if args[0] else value)
    before = facts.base_solid(call.before)
    try:
        result = call.function.__get__(call.before)(*args, **kwargs)
    except Exception:
        return False
    shapes = facts.shapes_on(result)
    if before is None or not shapes:
        return False
    after = facts.one(shapes)
    return sound(call.name, before, after, facts.Measured())


def sound(name: str, before: cq.Shape, after: cq.Shape, measured: facts.Measured) -> bool:
    """Valid, with material, not outside of where material may be, and different from what it was."""
    if not after.Solids() or not measured.valid(after) or measured.volume(after) <= 0:
        return False
    if outgrown(name, before, after):
        return False
    return abs(measured.volume(after) - measured.volume(before)) > 1e-9 * measured.volume(before)


def outgrown(name: str, before: cq.Shape, after: cq.Shape) -> Any:
    """The two boxes when a fillet or chamfer put vertices outside of the part it was made on, else ``None``."""
    if name not in ("fillet", "chamfer"):
        return None
    old, new = facts.bounding_box(before), facts.vertex_box(after)
    if old is None or new is None or facts.contains(old, new, 1e-4 * facts.diagonal(old)):
        return None
    return [list(old), list(new)]
