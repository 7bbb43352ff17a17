"""Words for what went wrong in the CAD kernel: exceptions with their call, in the engineer's terms.

The kernel raises ``StdFail_NotDone`` with no reason for most of what can fail; the reason is in the call and its chain.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backends.cadquery.api_table import Api, api
from backends.cadquery.call_checks import PLANES, suggestions
from backends.cadquery.dimension_rules import NONZERO, POSITIVE
from backends.cadquery.selector_grammar import selector_error
from backends.python_analysis import nearest_names

Facts = Mapping[str, Any]

_UNEXPECTED = re.compile(r"unexpected keyword argument '(\w+)'")
_MISSING = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)$")
_TAKES = re.compile(r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given")
_SIZES = {
    "fillet": ("radius", "largest_radius"),
    "chamfer": ("length", "largest_length"),
    "shell": ("thickness", "largest_thickness"),
}
_OUTSIDE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NETWORK = frozenset({errno.ENETUNREACH, errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.ENETDOWN, errno.EHOSTUNREACH})


@dataclass(frozen=True)
class Explained:
    """``check`` in ``data`` is the static check's code for the same mistake, so that one repair serves both."""

    message: str
    data: dict[str, Any] = field(default_factory=dict)


def explain(error: Facts) -> Explained:
    """A message and facts for the exception that ended a script."""
    for rule in _RULES:
        found = rule(error, error.get("call") or {})
        if found is not None:
            return found
    name = (error.get("call") or {}).get("name")
    if error["kernel"]:
        reason = f": {error['text']}" if error["text"] else ", which gives no reason"
        return Explained(
            f"{name or 'this call'} failed in the CAD kernel with {error['type']}{reason}", {"method": name}
        )
    text = f"{error['type']}: {error['text']}" if error["text"] else error["type"]
    return Explained(f"{name}: {text}" if name else text, {"method": name} if name else {})


def edge_count(call: Facts) -> str:
    """What the call worked on, as ``4 edges``."""
    selection = call.get("selection", {})
    if selection.get("Edge"):
        return f"{selection['Edge']} edge{'s' if selection['Edge'] > 1 else ''}"
    if selection.get("Face"):
        return f"the edges of {selection['Face']} face{'s' if selection['Face'] > 1 else ''}"
    return "the edges of the part"


def number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def argument(call: Facts, name: str, table: Api | None = None) -> Any:
    """The value given for a parameter, by keyword or position; ``None`` when it is not given."""
    if name in call.get("kwargs", {}):
        return call["kwargs"][name]
    member = (table or api()).member(call.get("owner", ""), call.get("name", ""))
    names = [p.name for p in member.parameters if not p.star and not p.keyword_only] if member else []
    at = names.index(name) if name in names else len(call.get("args", ()))
    return call["args"][at] if at < len(call.get("args", ())) else None


def _bad_dimension(error: Facts, call: Facts) -> Explained | None:
    if not error["kernel"] and error["type"] not in ("ValueError", "ZeroDivisionError"):
        return None
    owner, name = call.get("owner", ""), call.get("name", "")
    for rules, refused, words in (
        (POSITIVE, lambda v: v <= 0, "greater than zero"),
        (NONZERO, lambda v: v == 0, "other than zero"),
    ):
        for parameter in rules.get(owner, {}).get(name, ()):
            value = argument(call, parameter)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and refused(value):
                data = {"check": "bad-dimension", "method": name, "parameter": parameter, "value": value}
                return Explained(f"{parameter} of {name} must be {words}, it is {value:g}", data)
    return None


def _too_large(error: Facts, call: Facts) -> Explained | None:
    name = call.get("name", "")
    if name not in _SIZES or not (error["kernel"] or "Null TopoDS_Shape" in error["text"]):
        return None
    parameter, key = _SIZES[name]
    value, largest = argument(call, parameter), error.get("largest")
    data: dict[str, Any] = {"check": "too-large", "method": name, "parameter": parameter, "value": value}
    if largest is not None:
        data[key] = largest
    if name == "shell":
        message = f"shell of {number(value)} mm failed: the part is too thin for such a wall"
    else:
        what = "radius" if name == "fillet" else "length"
        message = f"{name} of {number(value)} mm failed on {edge_count(call)}: the {what} is larger than the faces beside them allow"
    return Explained(message + largest_words(largest), data)


def largest_words(largest: Any) -> str:
    return "" if largest is None else f"; the largest that works here is {number(largest)} mm"


def _no_profile(error: Facts, call: Facts) -> Explained | None:
    if "No pending wires present" not in error["text"]:
        return None
    name, edges = call.get("name", "this operation"), call.get("pending_edges", 0)
    if edges:
        lines = f"{edges} edge{'s are' if edges > 1 else ' is'} drawn but not joined"
        return Explained(
            f"{name} needs a closed profile: {lines}; close it with .close()", {"check": "open-profile", "method": name}
        )
    message = f"{name} has no profile: draw one first, with .rect(…), .circle(…) or lines and .close()"
    return Explained(message, {"check": "no-profile", "method": name})


def _empty_selection(error: Facts, call: Facts) -> Explained | None:
    if not call.get("empty"):
        return None
    arguments = ", ".join(repr(value) for value in call["empty_args"])
    message = f"{call['name']} has nothing to work on: .{call['empty_name']}({arguments}) selects nothing"
    return Explained(
        message, {"check": "empty-selection", "method": call["name"], "selector": (call["empty_args"] or [None])[0]}
    )


def _no_solid(error: Facts, call: Facts) -> Explained | None:
    if "Cannot find a solid" not in error["text"]:
        return None
    name = call.get("name", "this operation")
    return Explained(f"{name} needs a solid to work on, and this chain has none", {"check": "no-solid", "method": name})


def _not_selected(error: Facts, call: Facts) -> Explained | None:
    if "requires that edges be selected" not in error["text"]:
        return None
    return Explained(
        f'{call.get("name")} needs edges: select some first, as in .edges("|Z")', {"method": call.get("name")}
    )


def _plane(error: Facts, call: Facts) -> Explained | None:
    if not error["text"].startswith("Supported names are"):
        return None
    return Explained(f"there is no such plane; one is {', '.join(PLANES)}", {"check": "unknown-plane"})


def _selector(error: Facts, call: Facts) -> Explained | None:
    if error["type"] != "ParseException":
        return None
    text = argument(call, "selector")
    if not isinstance(text, str):
        return Explained(f"not a selector: {error['text']}", {"check": "bad-selector"})
    why = selector_error(text)
    message = f"{text!r} is no selector: {why.message if why else error['text']}"
    return Explained(message, {"check": "bad-selector", "selector": text, "index": why.at if why else 0})


def _attribute(error: Facts, call: Facts) -> Explained | None:
    if error["type"] != "AttributeError" or "name" not in error:
        return None
    owner, name = error["object"], error["name"]
    if owner in ("function", "method") and api().member("Workplane", name or ""):
        return Explained(f"the method before .{name} is not called; add its brackets", {"check": "method-not-called"})
    if owner == "module" and name:
        data = {"check": "unknown-name", "name": name, "workplane_method": api().member("Workplane", name) is not None}
        return Explained(error["text"], data | {"nearest": nearest_names(name, api().modules["cadquery"])})
    if owner not in api().classes:
        return None
    nearest = suggestions(name, owner, api())
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    data = {"check": "unknown-method", "name": name, "owner": owner, "nearest": nearest}
    return Explained(f"{owner} has no method {name!r}{hint}", data)


def _arguments(error: Facts, call: Facts) -> Explained | None:
    member = api().member(call.get("owner", ""), call.get("name", "")) if call else None
    if error["type"] != "TypeError" or member is None:
        return None
    name, text = call["name"], error["text"]
    names = [p.name for p in member.parameters if not p.star] + list(member.keywords)
    if found := _UNEXPECTED.search(text):
        nearest = nearest_names(found[1], [n for n in names if n not in call["kwargs"]])
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        data = {"check": "unknown-keyword", "method": name, "name": found[1], "nearest": nearest, "parameters": names}
        return Explained(f"{name} has no parameter {found[1]!r}{hint}", data)
    if found := _MISSING.search(text):
        missing = re.findall(r"'(\w+)'", found[1])
        packed = (
            len(call["args"]) == 1 and isinstance(call["args"][0], list) and len(call["args"][0]) == len(missing) + 1
        )
        data = {"check": "missing-argument", "method": name, "missing": missing, "packed": packed}
        hint = "; pass the numbers themselves, not a tuple of them" if packed else ""
        return Explained(f"{name} needs {' and '.join(missing)}{hint}", data)
    if found := _TAKES.search(text):
        vector = len(call["args"]) == 3 and bool(member.parameters) and "Vector" in member.parameters[0].type
        data = {
            "check": "too-many-arguments",
            "method": name,
            "takes": int(found[1]) - 1,
            "given": int(found[2]) - 1,
            "vector": vector,
        }
        hint = f"; pass one tuple: {name}((x, y, z))" if vector else ""
        return Explained(f"{name} takes {data['takes']} arguments, {data['given']} are given{hint}", data)
    return None


def _empty_shape(error: Facts, call: Facts) -> Explained | None:
    if "Bnd_Box is void" in error["text"]:
        return Explained(
            "the shape is empty: an earlier operation removed all of its material", {"check": "empty-shape"}
        )
    if "Nth element of an empty list" in error["text"]:
        return Explained(
            f"{call.get('name', 'the selector')} finds nothing to choose from: the selection before it is empty", {}
        )
    return None


def _profile_failed(error: Facts, call: Facts) -> Explained | None:
    name = call.get("name", "")
    if call.get("degenerate_wires"):
        return Explained(
            f"{name} failed: a profile before it has no size", {"check": "degenerate-profile", "method": name}
        )
    if name == "revolve" and error["kernel"]:
        return Explained(
            "revolve failed: the profile must lie on one side of the axis, without crossing it", {"method": name}
        )
    if name == "extrude" and "BRepSweep_Translation" in error["text"]:
        return Explained(
            "extrude failed: the distance is zero", {"check": "bad-dimension", "method": name, "parameter": "until"}
        )
    if name in ("sweep", "loft", "twistExtrude") and error["kernel"]:
        return Explained(
            f"{name} failed: the kernel cannot make a solid of this profile and path ({error['type']})",
            {"method": name},
        )
    return None


def _not_allowed(error: Facts, call: Facts) -> Explained | None:
    """What the sandbox refused."""
    if error.get("errno") in _OUTSIDE:
        if not error.get("filename"):
            return Explained(
                f"not allowed while Hardsight runs a script, which has neither network nor files outside of its scratch directory ({error['text']})",
                {"check": "sandbox"},
            )
        return Explained(
            f"cannot access {error['filename']}: while Hardsight runs a script it may write only to its own scratch directory ({error['text']})",
            {"check": "sandbox"},
        )
    if error.get("errno") in _NETWORK:
        return Explained(f"no network while Hardsight runs a script ({error['text']})", {"check": "sandbox"})
    return None


def _python(error: Facts, call: Facts) -> Explained | None:
    kind, text = error["type"], error["text"]
    if kind == "AssertionError":
        return Explained(f"assertion failed: {text}" if text else "assertion failed")
    if kind in ("ModuleNotFoundError", "ImportError") and error.get("name"):
        return Explained(
            f"{text}; install it for the interpreter that runs the script, or name that interpreter in the setting cadquery.interpreter",
            {"name": error["name"]},
        )
    if kind == "NameError":
        return Explained(text, {"check": "UndefinedName", "name": error.get("name")})
    if kind == "SystemExit":
        return Explained(f"the script ended itself with exit status {text or 1}")
    if kind == "RecursionError":
        return Explained("the script calls itself without end")
    if kind == "MemoryError":
        return Explained("the script needs more memory than the limit allows (setting limits.memory_bytes)")
    return None


_RULES: tuple[Callable[[Facts, Facts], Explained | None], ...] = (
    _not_allowed, _python, _attribute, _arguments, _selector, _plane, _empty_selection, _bad_dimension, _no_profile,
    _no_solid, _too_large, _not_selected, _empty_shape, _profile_failed,
)  # fmt: skip
