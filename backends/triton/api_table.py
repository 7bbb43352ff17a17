"""What ``triton`` and ``triton.language`` offer: names, parameters, methods of tensors. A table, so that nothing is imported.

``python -m backends.triton.generate_api_table`` writes ``api_table.json`` anew; a test says when to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("api_table.json")
LANGUAGE = "triton.language"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    required: bool
    keyword_only: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language. ``removed`` says what to use instead of one that only raises."""

    name: str
    parameters: tuple[Parameter, ...]
    removed: str = ""

    @property
    def variadic(self) -> bool:
        return any(p.variadic for p in self.parameters)

    @property
    def keywords(self) -> tuple[str, ...]:
        return tuple(p.name for p in self.parameters if not p.variadic)


@dataclass(frozen=True)
class ApiTable:
    """``functions`` and ``others`` (types, constants, modules) by module; ``methods`` are those of a tensor."""

    version: str
    functions: Mapping[str, Mapping[str, Function]]
    others: Mapping[str, frozenset[str]]
    methods: Mapping[str, Function]
    attributes: frozenset[str]
    dtypes: frozenset[str]
    options: frozenset[str]
    """Keywords of a launch that are the compiler's, not the kernel's."""

    def knows(self, module: str) -> bool:
        return module in self.functions

    def has(self, module: str, name: str) -> bool:
        return name in self.functions.get(module, {}) or name in self.others.get(module, ())

    def names(self, module: str) -> frozenset[str]:
        return frozenset(self.functions.get(module, {})) | self.others.get(module, frozenset())

    def function(self, dotted: str) -> Function | None:
        """By full name: ``triton.language.load``."""
        module, _, name = dotted.rpartition(".")
        return self.functions.get(module, {}).get(name)

    def places_of(self, name: str) -> tuple[str, ...]:
        """The modules that have a function of this name, the language itself first."""
        found = [module for module, known in self.functions.items() if name in known and module.startswith(LANGUAGE)]
        return tuple(sorted(found, key=lambda module: (module != LANGUAGE, len(module), module)))


@cache
def api_table() -> ApiTable:
    data = json.loads(TABLE.read_text("utf-8"))
    return ApiTable(
        version=data["version"],
        functions={m: {n: _function(n, f) for n, f in fs.items()} for m, fs in data["functions"].items()},
        others={module: frozenset(names) for module, names in data["others"].items()},
        methods={name: _function(name, f) for name, f in data["methods"].items()},
        attributes=frozenset(data["attributes"]),
        dtypes=frozenset(data["dtypes"]),
        options=frozenset(data["options"]),
    )


def _function(name: str, data: Mapping[str, Any]) -> Function:
    parameters = tuple(
        Parameter(text.strip("*=!"), not text.endswith("="), text.startswith("!"), text.startswith("*"))
        for text in data["parameters"]
    )
    return Function(name, parameters, data.get("removed", ""))
