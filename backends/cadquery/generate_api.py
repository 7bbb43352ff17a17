"""Writes ``api.json``: classes, methods, parameters and return types of the installed CadQuery.

    python -m backends.cadquery.generate_api          # rewrite the table
    python -m backends.cadquery.generate_api --check  # exit 1 when it is stale

Run after each change of the pinned CadQuery. Never imported by the server: it imports CadQuery.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
import typing
from types import ModuleType
from typing import Any

from backends.cadquery.api_table import TABLE

CLASSES = (
    "Workplane", "Sketch", "Assembly", "Shape", "Vertex", "Edge", "Wire", "Face", "Shell", "Solid", "Compound",
    "Vector", "Location", "Plane", "Matrix", "BoundBox", "Color", "Constraint", "Material", "Selector",
    "StringSyntaxSelector", "NearestToPointSelector", "ParallelDirSelector", "PerpendicularDirSelector",
    "DirectionSelector", "DirectionMinMaxSelector", "TypeSelector",
)  # fmt: skip
MODULES = ("exporters", "importers", "selectors", "func", "vis", "plugins", "units", "types", "utils")
_SELF = {"T", "Self", "TShape"}


def generate() -> dict[str, Any]:
    import cadquery
    import cadquery.func
    import cadquery.vis

    known = {name: getattr(cadquery, name) for name in CLASSES if hasattr(cadquery, name)}
    mixins = {
        base.__name__: base
        for owner in known.values()
        for base in owner.__mro__
        if base.__module__.startswith("cadquery") and base.__name__ not in known
    }
    classes = {name: describe_class(owner, {*known, *mixins}) for name, owner in {**known, **mixins}.items()}
    modules = {"cadquery": module_names(cadquery, known)}
    for name in MODULES:
        module = getattr(cadquery, name, None)
        if isinstance(module, ModuleType):
            modules[f"cadquery.{name}"] = module_names(module, known)
    return {"cadquery": cadquery.__version__, "classes": classes, "modules": modules}


def describe_class(owner: type, known: set[str]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in sorted(vars(owner).items()):
        if not name.startswith("_") or name in ("__init__", "__add__", "__sub__", "__mul__", "__truediv__"):
            members[name] = describe_member(owner, name, value, known)
    for name in instance_attributes(owner):
        members.setdefault(name, {"kind": "attribute"})
    bases = [base.__name__ for base in owner.__mro__[1:] if base.__name__ in known]
    return {"bases": bases, "dynamic": "__getattr__" in vars(owner), "members": members}


def describe_member(owner: type, name: str, value: Any, known: set[str]) -> dict[str, Any]:
    kind = "method"
    if isinstance(value, (classmethod, staticmethod)):
        kind, value = type(value).__name__.removesuffix("method"), value.__func__
    elif isinstance(value, property) or not callable(value):
        return {"kind": "attribute"}
    described: dict[str, Any] = {"kind": kind}
    signature = signature_of(value)
    if signature is None:
        described["overloaded"] = True
    else:
        described |= describe_signature(signature, value, kind)
    returns = next((r for s in signatures_of(value) if (r := return_type(s.return_annotation, known))), None)
    if returns:
        described["returns"] = returns
    return described


def describe_signature(signature: inspect.Signature, value: Any, kind: str) -> dict[str, Any]:
    parameters = list(signature.parameters.values())
    if kind != "static":
        parameters = parameters[1:]
    described: dict[str, Any] = {"parameters": [describe_parameter(parameter) for parameter in parameters]}
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        named = sum(p.kind is p.POSITIONAL_OR_KEYWORD for p in signature.parameters.values())
        described["keywords"] = overload_keywords(value, max(1, named))
    return described


def signature_of(function: Any) -> inspect.Signature | None:
    """``None`` for a function with several implementations, whose own signature says little."""
    if type(function).__module__.startswith(("multimethod", "cadquery.utils")):
        return None
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def signatures_of(function: Any) -> list[inspect.Signature]:
    """The function's own signature, then those of its declared overloads or dispatched implementations."""
    found = []
    implementations = [f for f in function.values() if callable(f)] if isinstance(function, dict) else []
    for candidate in (function, *typing.get_overloads(inspect.unwrap(function)), *implementations):
        try:
            found.append(inspect.signature(candidate))
        except (TypeError, ValueError):
            continue
    return found


def describe_parameter(parameter: inspect.Parameter) -> dict[str, Any]:
    described: dict[str, Any] = {"name": parameter.name}
    if parameter.kind is parameter.VAR_POSITIONAL:
        described["star"] = 1
    elif parameter.kind is parameter.VAR_KEYWORD:
        described["star"] = 2
    elif parameter.kind is parameter.KEYWORD_ONLY:
        described["keyword_only"] = True
    if parameter.default is not parameter.empty:
        described["default"] = True
    if parameter.annotation is not parameter.empty:
        described["type"] = annotation_text(parameter.annotation)
    return described


def annotation_text(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"\b(typing|cadquery|OCP|occ_impl)\.(\w+\.)*", "", text).replace("~", "")
    vector = re.compile(r"Union\[Vector, (Tuple|tuple)\[.*?\]\]")
    return vector.sub("VectorLike", text) if len(text) < 400 else "..."


def return_type(annotation: Any, known: set[str]) -> str | None:
    """The class of the result when there is one: the owner for ``T``, a known class, or a plain Python type."""
    if annotation is inspect.Signature.empty:
        return None
    text = annotation_text(annotation).strip("'\"")
    if text in _SELF:
        return "self"
    return text if text in known or text in ("None", "float", "int", "bool", "str") else None


def overload_keywords(function: Any, named: int) -> list[str]:
    """Keywords that the declared overloads of ``f(*args, **kwargs)`` take beyond its own ``named`` parameters."""
    names: dict[str, None] = {}
    for overload in typing.get_overloads(inspect.unwrap(function)):
        for parameter in list(inspect.signature(overload).parameters.values())[named:]:
            names[parameter.name] = None
    return list(names)


def instance_attributes(owner: type) -> list[str]:
    """Annotated attributes, and those that ``__init__`` assigns."""
    names = set(vars(owner).get("__annotations__", {}))
    initializer = vars(owner).get("__init__")
    if inspect.isfunction(initializer):
        tree = ast.parse(textwrap.dedent(inspect.getsource(initializer)))
        names |= {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name) and node.value.id == "self"
        }  # fmt: skip
    return sorted(name for name in names if not name.startswith("_"))


def module_names(module: ModuleType, known: dict[str, Any]) -> dict[str, str]:
    """What each public name of a module is: ``class:X``, ``module:m``, ``function`` or ``value``."""
    found: dict[str, str] = {}
    for name, value in sorted(vars(module).items()):
        if name.startswith("_"):
            continue
        if isinstance(value, type) and value in known.values():
            found[name] = "class:" + next(key for key, owner in known.items() if owner is value)
        elif isinstance(value, ModuleType):
            inside = value.__name__.removeprefix("cadquery.occ_impl.").removeprefix("cadquery.")
            found[name] = f"module:cadquery.{inside}" if inside in MODULES else "module"
        else:
            found[name] = "function" if callable(value) else "value"
    return found


def main() -> int:
    text = json.dumps(generate(), indent=None, separators=(",", ":"), sort_keys=True)
    text = text.replace('},"', '},\n"') + "\n"
    if "--check" in sys.argv:
        stale = TABLE.read_text(encoding="utf-8") != text
        if stale:
            print(f"{TABLE.name} does not match the installed CadQuery; run python -m backends.cadquery.generate_api")
        return int(stale)
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
