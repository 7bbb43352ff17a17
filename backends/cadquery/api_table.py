"""CadQuery's classes, methods and parameters, read from ``api.json`` (see ``generate_api``); imports no CadQuery."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("api.json")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``star`` is 1 for ``*args``, 2 for ``**kwargs``. ``type`` is the annotation's text, empty when there is none."""

    name: str
    type: str = ""
    default: bool = False
    keyword_only: bool = False
    star: int = 0


@dataclass(frozen=True)
class Member:
    """A method or attribute. ``parameters`` leave out ``self``; ``overloaded`` ones have no single signature."""

    name: str
    kind: str
    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    overloaded: bool = False
    keywords: tuple[str, ...] = ()

    @property
    def callable(self) -> bool:
        return self.kind != "attribute"

    @cached_property
    def positional(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if not p.star and not p.keyword_only)


@dataclass(frozen=True)
class ApiClass:
    """``dynamic`` classes answer to attribute names that are known only at run time."""

    name: str
    bases: tuple[str, ...]
    dynamic: bool
    members: dict[str, Member]


@dataclass(frozen=True)
class Api:
    """The table of one CadQuery version."""

    version: str
    classes: dict[str, ApiClass]
    modules: dict[str, dict[str, str]]

    def member(self, owner: str, name: str) -> Member | None:
        """A member of the class or of one of its bases."""
        found = self.classes.get(owner)
        if found is None:
            return None
        for candidate in (found.name, *found.bases):
            member = self.classes[candidate].members.get(name)
            if member is not None:
                return member
        return None

    def member_names(self, owner: str) -> list[str]:
        found = self.classes.get(owner)
        if found is None:
            return []
        names = {n for c in (found.name, *found.bases) for n in self.classes[c].members if not n.startswith("_")}
        return sorted(names)

    def dynamic(self, owner: str) -> bool:
        found = self.classes.get(owner)
        return found is None or any(self.classes[c].dynamic for c in (found.name, *found.bases))


@cache
def api() -> Api:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    classes = {name: _class(name, body) for name, body in table["classes"].items()}
    return Api(table["cadquery"], classes, table["modules"])


def _class(name: str, body: dict[str, Any]) -> ApiClass:
    members = {key: _member(key, value) for key, value in body["members"].items()}
    return ApiClass(name, tuple(body["bases"]), body["dynamic"], members)


def _member(name: str, body: dict[str, Any]) -> Member:
    parameters = tuple(Parameter(**parameter) for parameter in body.get("parameters", ()))
    return Member(
        name,
        body["kind"],
        parameters,
        body.get("returns"),
        body.get("overloaded", False),
        tuple(body.get("keywords", ())),
    )
