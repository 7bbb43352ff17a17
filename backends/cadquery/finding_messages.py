"""Words for silent failures: what the worker's review found by comparing facts before and after each operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backends.cadquery.failure_messages import Explained, edge_count, largest_words, number
from backends.outcome import Severity

Facts = Mapping[str, Any]


def explain_finding(finding: Facts) -> tuple[Severity, Explained]:
    """Severity, message and facts. An error makes the outcome wrong; the rest is told and passes."""
    code, facts, call = finding["code"], finding["facts"], finding["call"]
    severity, words = _MESSAGES[code]
    message = words(facts, call)
    if code == "empty-selection":
        severity = Severity.ERROR if facts["used"] else Severity.WARNING
    data = {"method": call["name"], **facts}
    if "value" in facts and call["name"] == "shell":
        data["thickness"] = facts["value"]
    return severity, Explained(message, data)


def _box(box: Any) -> str:
    if not box:
        return ""
    names = ("x", "y", "z")
    return ", ".join(f"{names[i]} {number(round(box[i], 3))} to {number(round(box[i + 3], 3))}" for i in range(3))


def _hole_outside(facts: Facts, call: Facts) -> str:
    centres = facts.get("centers") or []
    places = "; ".join("(" + ", ".join(number(round(x, 3)) for x in centre) + ")" for centre in centres[:3])
    more = f" and {len(centres) - 3} more" if len(centres) > 3 else ""
    what = "the hole at" if len(centres) == 1 else "all holes, at"
    return f"{what} {places}{more} miss{'es' if len(centres) == 1 else ''} the part, which spans {_box(facts['box'])}"


def _invalid(facts: Facts, call: Facts) -> str:
    name = call["name"]
    if name in ("fillet", "chamfer"):
        largest = facts.get("largest_radius", facts.get("largest_length"))
        return f"{name} of {number(facts.get('value'))} mm made an invalid solid on {edge_count(call)}{largest_words(largest)}"
    if name == "shell":
        return f"shell of {number(facts.get('value'))} mm made an invalid solid{largest_words(facts.get('largest_thickness'))}"
    return f"{name} made an invalid solid: its faces do not enclose a volume properly"


def _empty(facts: Facts, call: Facts) -> str:
    arguments = ", ".join(repr(value) for value in call["args"])
    used = f", and {facts['by']} goes on as if it had not been there" if facts["used"] else ""
    return f".{call['name']}({arguments}) selects nothing{used}"


def _oversized(facts: Facts, call: Facts) -> str:
    largest = facts.get("largest_radius", facts.get("largest_length"))
    return (
        f"{call['name']} of {number(facts['value'])} mm on {edge_count(call)} reaches outside of the part it was made on"
        f"{largest_words(largest)}"
    )


_MESSAGES: dict[str, tuple[Severity, Callable[[Facts, Facts], str]]] = {
    "non-finite-dimension": (
        Severity.ERROR,
        lambda f, c: f"{c['name']} is given {' and '.join(map(str, f['values'])) or 'a number that is not finite'}",
    ),
    "empty-selection": (Severity.WARNING, _empty),
    "shell-no-effect": (
        Severity.ERROR,
        lambda f, c: (
            f"shell of {number(f['thickness'])} mm changed nothing: the part is too thin for such a wall"
            f"{largest_words(f.get('largest_thickness'))}"
        ),
    ),
    "hole-outside": (Severity.ERROR, _hole_outside),
    "cut-no-effect": (
        Severity.ERROR,
        lambda f, c: (
            f"{c['name']} removed nothing: what it cuts lies outside of the part, which spans {_box(f['box'])}"
        ),
    ),
    "all-material-removed": (
        Severity.ERROR,
        lambda f, c: f"{c['name']} removed all of the part, which spanned {_box(f['box'])}",
    ),
    "oversized-fillet": (Severity.ERROR, _oversized),
    "oversized-chamfer": (Severity.ERROR, _oversized),
    "invalid-solid": (Severity.ERROR, _invalid),
    "zero-volume": (Severity.ERROR, lambda f, c: f"{c['name']} made a solid without volume"),
    "self-crossing-profile": (
        Severity.ERROR,
        lambda f, c: (
            f"{c['name']} made an invalid solid: its profile crosses itself at "
            f"({', '.join(number(round(x, 3)) for x in f['crossing'])})"
        ),
    ),
    "taper-collapses": (
        Severity.ERROR,
        lambda f, c: (
            f"extrude stops at {number(round(f['reached'], 3))} mm of {number(f['asked'])} mm: with this taper the walls meet there"
        ),
    ),
    "separate-solids": (
        Severity.INFORMATION,
        lambda f, c: f"{c['name']} leaves {f['after']} separate solids: what it adds does not touch the part",
    ),
}
