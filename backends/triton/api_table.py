"""What ``triton`` and ``triton.language`` offer: names, parameters, methods of tensors. A table, so that nothing is imported.

``python -m backends.triton.api_table`` writes ``api_table.json`` anew from the installed triton; a test says when to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("api_table.json")
LANGUAGE = "triton.language"
_HIDDEN = frozenset({"_semantic", "_generator", "_builder"})
_REMOVED = "have been removed"
_LIBDEVICE = "triton.language.extra.libdevice"


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


def describe_installed() -> dict[str, Any]:
    """The table of the triton that is installed; imports it."""
    import triton
    import triton.language as tl
    from triton.backends.amd.compiler import HIPOptions
    from triton.backends.nvidia.compiler import CUDAOptions
    from triton.language.extra import libdevice

    modules: dict[str, tuple[Any, Iterable[str]]] = {
        LANGUAGE: (tl, (n for n in dir(tl) if not n.startswith("_"))),
        f"{LANGUAGE}.math": (tl.math, (n for n in dir(tl.math) if not n.startswith("_"))),
        _LIBDEVICE: (libdevice, (n for n in dir(libdevice) if not n.startswith("_"))),
        "triton": (triton, (n for n in dir(triton) if not n.startswith("_"))),
    }
    functions: dict[str, dict[str, Any]] = {}
    others: dict[str, list[str]] = {}
    for module, (holder, names) in modules.items():
        functions[module], others[module] = {}, []
        for name in sorted(names):
            value = getattr(holder, name)
            described = None if isinstance(value, type) else _describe(value)
            if described is None:
                others[module].append(name)
            else:
                functions[module][name] = described
    members = {name: getattr(tl.tensor, name) for name in dir(tl.tensor) if not name.startswith("_")}
    methods = {name: _describe(value, method=True) for name, value in members.items() if callable(value)}
    return {
        "version": triton.__version__,
        "functions": functions,
        "others": others,
        "methods": {name: found for name, found in sorted(methods.items()) if found is not None},
        "attributes": sorted({"dtype", "shape", "type", "numel", "handle", "T", *members}),
        "options": sorted({*CUDAOptions.__dataclass_fields__, *HIPOptions.__dataclass_fields__}),
        "dtypes": sorted(n for n in dir(tl) if isinstance(getattr(tl, n), tl.dtype)),
    }


def _describe(value: Any, *, method: bool = False) -> dict[str, Any] | None:
    """Parameters as short texts: ``x``, ``mask=``, ``*shape``, ``!volatile=`` for keyword-only."""
    import inspect

    if not callable(value) and not hasattr(value, "signature"):
        return None
    try:
        signature = getattr(value, "signature", None)
        signature = signature if isinstance(signature, inspect.Signature) else inspect.signature(value)
    except (TypeError, ValueError):
        return None
    parameters = []
    for parameter in list(signature.parameters.values())[1 if method else 0 :]:
        if parameter.name in _HIDDEN:
            continue
        text = parameter.name
        if parameter.kind is parameter.VAR_POSITIONAL:
            text = f"*{text}"
        elif parameter.kind is parameter.VAR_KEYWORD:
            text = f"**{text}"
        else:
            if parameter.kind is parameter.KEYWORD_ONLY:
                text = f"!{text}"
            if parameter.default is not parameter.empty:
                text += "="
        parameters.append(text)
    described: dict[str, Any] = {"parameters": parameters}
    doc = inspect.getdoc(value) or ""
    if _REMOVED in doc:
        described["removed"] = " ".join(doc.split())
    return described


def main() -> None:
    """Write the table beside this file."""
    TABLE.write_text(json.dumps(describe_installed(), indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
