"""Checks of calls against CadQuery's own signatures: names, arguments, planes, selectors, dimensions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from backends.cadquery.api_table import Api, Parameter
from backends.cadquery.call_sites import CallSites
from backends.cadquery.constants import Constants
from backends.cadquery.dimension_rules import LARGER, NONZERO, POSITIVE
from backends.cadquery.foreign_names import BY_CLASS, MODULE
from backends.cadquery.selector_grammar import selector_error
from backends.cadquery.type_inference import ApiCall, Inference, UnknownMember, Value
from backends.outcome import Diagnostic, Position, Range, Severity, Stage
from backends.python_analysis import nearest_names

SOURCE = "cadquery"
PLANES = ("XY", "YZ", "ZX", "XZ", "YX", "ZY", "front", "back", "left", "right", "top", "bottom")


def diagnostic(at: Range, code: str, message: str, severity: Severity = Severity.ERROR, **data: Any) -> Diagnostic:
    return Diagnostic(at, severity, code, message, SOURCE, Stage.STATIC, data=data)


def check_names(inference: Inference, sites: CallSites, api: Api, certain: bool) -> Iterator[Diagnostic]:
    """Members that do not exist. Not ``certain`` (packages that extend CadQuery, another version): warnings."""
    severity = Severity.ERROR if certain else Severity.WARNING
    for unknown in inference.unknown.values():
        if unknown.node.attr in inference.patched or "*" in inference.patched:
            continue
        found = _unknown(unknown, sites, api, severity)
        if found is not None:
            yield found
    for alias, module in inference.unknown_imports:
        nearest = [MODULE[alias.name]] if alias.name in MODULE else nearest_names(alias.name, api.modules[module])
        yield diagnostic(
            sites.node_range(alias), "unknown-name", f"module {module} has no {alias.name!r}{_hint(nearest)}", severity,
            name=alias.name, owner=module, nearest=nearest, workplane_method=False,
        )  # fmt: skip
    for node, method in inference.uncalled.items():
        assert isinstance(node.value, (ast.Attribute, ast.Name))
        name = method.member.name if method.member else ""
        at = sites.name_range(node.value) if isinstance(node.value, ast.Attribute) else sites.node_range(node.value)
        yield diagnostic(at, "method-not-called", f"{name} is a method; call it: .{name}(…)", method=name)


def _unknown(unknown: UnknownMember, sites: CallSites, api: Api, severity: Severity) -> Diagnostic | None:
    name, at = unknown.node.attr, sites.name_range(unknown.node)
    if unknown.on_module:
        nearest = [MODULE[name]] if name in MODULE else nearest_names(name, api.modules[unknown.owner])
        method = api.member("Workplane", name) is not None
        hint = f"; it is a method: {unknown.owner}.Workplane(…).{name}(…)" if method else _hint(nearest)
        return diagnostic(
            at, "unknown-name", f"module {unknown.owner} has no {name!r}{hint}", severity,
            name=name, owner=unknown.owner, nearest=nearest, workplane_method=method,
        )  # fmt: skip
    nearest = suggestions(name, unknown.owner, api)
    if api.dynamic(unknown.owner) and not (unknown.called and nearest):
        return None
    message = f"{unknown.owner} has no {'method' if unknown.called else 'attribute'} {name!r}{_hint(nearest)}"
    return diagnostic(at, "unknown-method", message, severity, name=name, owner=unknown.owner, nearest=nearest)


def suggestions(name: str, owner: str, api: Api) -> list[str]:
    """CadQuery's names for a misspelt or foreign one, best first."""
    names = api.member_names(owner)
    foreign = BY_CLASS.get(owner, {}).get(name)
    nearest = nearest_names(name, names)
    if foreign is None or foreign not in names:
        return nearest
    return list(dict.fromkeys([foreign, *nearest]))[:3]


def _hint(nearest: Sequence[str]) -> str:
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


def check_arguments(call: ApiCall, sites: CallSites) -> Iterator[Diagnostic]:
    """Missing, surplus and unknown arguments, against the signature of the method."""
    member, node = call.member, call.node
    if member.overloaded or any(isinstance(a, ast.Starred) for a in node.args):
        return
    positional = [p for p in member.parameters if not p.star and not p.keyword_only]
    takes_more = any(p.star == 1 for p in member.parameters)
    name = call.owner if member.name == "__init__" else member.name
    if len(node.args) > len(positional) and not takes_more:
        extra = node.args[len(positional) :]
        at = Range(sites.node_range(extra[0]).start, sites.node_range(extra[-1]).end)
        vector = len(positional) >= 1 and len(node.args) == 3 and _is_vector(positional[0])
        hint = f"; pass one tuple: {name}((x, y, z))" if vector else ""
        yield diagnostic(
            at, "too-many-arguments", f"{name} takes {len(positional)} arguments, {len(node.args)} are given{hint}",
            method=name, takes=len(positional), given=len(node.args), vector=vector,
        )  # fmt: skip
    given = {p.name for p in positional[: len(node.args)]}
    splat = False
    for keyword in node.keywords:
        if keyword.arg is None:
            splat = True
            continue
        yield from _check_keyword(call, keyword, name, given, sites)
        given.add(keyword.arg)
    missing = [p.name for p in member.parameters if not p.default and not p.star and p.name not in given]
    if missing and not splat:
        packed = len(node.args) == 1 and isinstance(node.args[0], (ast.Tuple, ast.List))
        packed = packed and len(node.args[0].elts) == len(missing) + 1  # type: ignore[attr-defined]
        hint = "; pass the numbers themselves, not a tuple of them" if packed else ""
        yield diagnostic(
            sites.call_range(node), "missing-argument", f"{name} needs {_listed(missing)}{hint}",
            method=name, missing=missing, packed=packed,
        )  # fmt: skip


def _check_keyword(
    call: ApiCall, keyword: ast.keyword, name: str, given: set[str], sites: CallSites
) -> Iterator[Diagnostic]:
    member = call.member
    names = [p.name for p in member.parameters if not p.star] + list(member.keywords)
    if any(p.star == 2 for p in member.parameters) and not member.keywords:
        return
    assert keyword.arg is not None
    at = Range(sites.node_range(keyword).start, _after(sites.node_range(keyword).start, len(keyword.arg)))
    if keyword.arg in names:
        if keyword.arg in given:
            yield diagnostic(
                at, "duplicate-argument", f"{name} is given {keyword.arg} twice", method=name, name=keyword.arg
            )
        return
    free = [n for n in names if n not in given and n not in {k.arg for k in call.node.keywords}]
    nearest = nearest_names(keyword.arg, free) or nearest_names(keyword.arg, names)
    message = f"{name} has no parameter {keyword.arg!r}{_hint(nearest)}"
    yield diagnostic(
        at,
        "unknown-keyword",
        message,
        method=name,
        name=keyword.arg,
        nearest=nearest,
        parameters=names,
        owner=call.owner,
    )


def _after(start: Position, length: int) -> Position:
    return Position(start.line, start.column + length)


def _is_vector(parameter: Parameter) -> bool:
    return "Vector" in parameter.type


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def check_values(call: ApiCall, sites: CallSites, constants: Constants) -> Iterator[Diagnostic]:
    """Plane names, selectors and dimensions that the text fixes.

    Below an ``if`` only plain numbers are judged: which branch runs may hang on the very name that gives the number.
    """
    if call.member.overloaded:
        return
    if call.owner in ("Workplane", "Plane") and call.member.name in ("__init__", "named"):
        yield from _check_plane(call, sites)
    selector = argument_of(call, "selector")
    if isinstance(selector, ast.Constant) and isinstance(selector.value, str):
        yield from _check_selector(selector, selector.value, sites)
    yield from _check_types(call, sites)
    yield from _check_dimensions(call, sites, constants)


def argument_of(call: ApiCall, name: str) -> ast.expr | None:
    for keyword in call.node.keywords:
        if keyword.arg == name:
            return keyword.value
    names = [p.name for p in call.member.parameters if not p.star and not p.keyword_only]
    if name not in names or any(isinstance(a, ast.Starred) for a in call.node.args):
        return None
    at = names.index(name)
    return call.node.args[at] if at < len(call.node.args) else None


def _check_plane(call: ApiCall, sites: CallSites) -> Iterator[Diagnostic]:
    plane = argument_of(call, "inPlane" if call.member.name == "__init__" else "planeName")
    if isinstance(plane, ast.Constant) and isinstance(plane.value, str) and plane.value not in PLANES:
        nearest = [name for name in PLANES if name.lower() == plane.value.lower()] or nearest_names(plane.value, PLANES)
        yield diagnostic(
            sites.node_range(plane), "unknown-plane", f"{plane.value!r} is no plane; one is {', '.join(PLANES)}",
            name=plane.value, nearest=nearest,
        )  # fmt: skip


def _check_selector(selector: ast.expr, text: str, sites: CallSites) -> Iterator[Diagnostic]:
    error = selector_error(text)
    if error is not None:
        message = f"{text!r} is no selector: {error.message}"
        yield diagnostic(sites.node_range(selector), "bad-selector", message, selector=text, index=error.at)


def _check_types(call: ApiCall, sites: CallSites) -> Iterator[Diagnostic]:
    """Text where a number belongs."""
    for parameter in call.member.parameters:
        value = argument_of(call, parameter.name)
        if (
            parameter.type in ("float", "int", "Real")
            and isinstance(value, ast.Constant)
            and isinstance(value.value, str)
        ):
            yield diagnostic(
                sites.node_range(value), "wrong-type", f"{parameter.name} of {call.member.name} is a number, not text",
                method=call.member.name, parameter=parameter.name, value=value.value,
            )  # fmt: skip


def _check_dimensions(call: ApiCall, sites: CallSites, constants: Constants) -> Iterator[Diagnostic]:
    method = call.member.name
    positive = POSITIVE.get(call.owner, {}).get(method, ())
    nonzero = NONZERO.get(call.owner, {}).get(method, ())
    for name in (*positive, *nonzero):
        node = argument_of(call, name)
        value = constants.number(node) if node is not None else None
        if call.conditional and any(isinstance(inner, ast.Name) for inner in ast.walk(node or call.node)):
            continue
        if node is None or value is None or value > 0 or (value < 0 and name in nonzero):
            continue
        wanted = "must not be zero" if name in nonzero else "must be greater than zero"
        yield diagnostic(
            sites.node_range(node), "bad-dimension", f"{name} of {method} {wanted}, it is {value:g}",
            method=method, parameter=name, value=value,
        )  # fmt: skip
    if call.owner == "Workplane" and method in LARGER:
        larger, smaller, what = LARGER[method]
        nodes = argument_of(call, larger), argument_of(call, smaller)
        values = [constants.number(node) if node is not None else None for node in nodes]
        if nodes[0] is not None and None not in values and 0 < values[0] <= values[1]:  # type: ignore[operator]
            yield diagnostic(
                sites.node_range(nodes[0]), "step-not-larger",
                f"the {what} ({values[0]:g}) is not larger than the hole ({values[1]:g}), so it leaves no step",
                Severity.WARNING, method=method, larger=values[0], smaller=values[1],
            )  # fmt: skip


def check_drawing(inference: Inference, sites: CallSites) -> Iterator[Diagnostic]:
    """Operations on a profile that was never drawn or never closed."""
    for node, missing in inference.undrawn.items():
        assert isinstance(node.func, ast.Attribute)
        name = node.func.attr
        if missing == "close":
            message = f"{name} needs a closed profile and the lines before it are open; close them with .close()"
            yield diagnostic(sites.call_range(node), "open-profile", message, method=name)
        else:
            message = f"{name} has no profile; draw one first, with .rect(…), .circle(…) or lines and .close()"
            yield diagnostic(sites.call_range(node), "no-profile", message, method=name)


def is_workplane_result(call: ApiCall) -> bool:
    return isinstance(call.result, Value) and call.result.kind == "instance" and call.result.name == "Workplane"
