"""Writes ``api_table.json``: what the installed triton offers to kernels.

    python -m backends.triton.generate_api_table

Run after each change of the pinned triton. Never imported by the server: it imports triton.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any

from backends.triton.api_table import LANGUAGE, TABLE

_HIDDEN = frozenset({"_semantic", "_generator", "_builder"})
_REMOVED = "have been removed"
_LIBDEVICE = "triton.language.extra.libdevice"


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
