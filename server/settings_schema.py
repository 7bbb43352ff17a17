"""The JSON schema of the settings, made from their dataclasses; descriptions are the docstrings beside the fields."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from server.settings import CHOICES, MAXIMUM, MINIMUM, Settings

SCHEMA_FILE = Path(__file__).with_name("hardsight.schema.json")


def schema() -> dict[str, Any]:
    """Draft-07, for ``hardsight.toml`` and for the ``hardsight`` section of an editor's settings."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Hardsight settings",
        **_table(Settings, "", asdict(Settings())),
    }


def schema_text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _table(of: type, prefix: str, defaults: Mapping[str, Any]) -> dict[str, Any]:
    hints, described = get_type_hints(of), _field_docstrings(of)
    properties: dict[str, Any] = {}
    for each in fields(of):
        key, hint, default = f"{prefix}{each.name}", hints[each.name], defaults[each.name]
        if is_dataclass(hint):
            properties[each.name] = _table(hint, f"{key}.", default)  # type: ignore[arg-type]
        else:
            properties[each.name] = {**_leaf(key, hint), "default": default}
        if each.name in described:
            properties[each.name]["description"] = described[each.name]
    return {
        "type": "object",
        "description": inspect.cleandoc(of.__doc__ or "").split("\n\n")[0].replace("``", "`"),
        "additionalProperties": False,
        "properties": properties,
    }


def _leaf(key: str, hint: Any) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType or NoneType in arguments:
        inner = _leaf(key, next(a for a in arguments if a is not NoneType))
        return {**inner, "type": [inner["type"], "null"]}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _leaf(f"{key}[]", arguments[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": {"type": "string"}}
    out: dict[str, Any] = {"type": {bool: "boolean", int: "integer", float: "number"}.get(hint, "string")}
    if key in CHOICES:
        out["enum"] = list(CHOICES[key])
    if key in MINIMUM:
        out["minimum"] = MINIMUM[key]
    if key in MAXIMUM:
        out["maximum"] = MAXIMUM[key]
    return out


def _field_docstrings(of: type) -> dict[str, str]:
    """The string literal after each field, which Python itself throws away."""
    body = ast.parse(textwrap.dedent(inspect.getsource(of))).body[0].body  # type: ignore[attr-defined]
    found = {}
    for statement, after in pairwise(body):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            found[statement.target.id] = inspect.cleandoc(after.value.value).replace("``", "`")
    return found
