"""``tl.sqroot``, ``tl.tanh``, ``tl.float``: a name that the language does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repairs.triton.imports import with_import
from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic
from backends.triton.foreign_names import DROP_IN, FUNCTIONS

LIBDEVICE = "from triton.language.extra import libdevice"


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.node_at(diagnostic.range, ast.Attribute)
    name = str(diagnostic.data.get("name", ""))
    if node is None or node.attr != name:
        return
    holder = view.text(node.value)
    suggestion = diagnostic.data.get("suggestion")
    if isinstance(suggestion, str):
        fits = name in DROP_IN or suggestion.endswith(f".{name}")
        if suggestion.startswith("libdevice."):
            changes = with_import(view, LIBDEVICE, view.replace(node, suggestion))
            yield Finding(changes, f"Use `{suggestion}`", f"`{name}` is in libdevice, not in the language", 0.92)
        elif (fits and name not in ("float", "int", "bool")) or (name in FUNCTIONS and suggestion.startswith("tl.")):
            new = f"{_language(view)}.{suggestion.removeprefix('tl.')}"
            confidence = 0.95 if fits else 0.4
            yield Finding(
                (view.replace(node, new),), f"Use `{new}`", f"the language calls `{name}` `{new}`", confidence, not fits
            )
    for place in diagnostic.data.get("places", ()):
        if place == "triton.language":
            new = f"{_language(view)}.{name}"
            yield Finding((view.replace(node, new),), f"Use `{new}`", f"`{name}` is in `triton.language` itself", 0.93)
        elif place.endswith("libdevice") and not suggestion:
            changes = with_import(view, LIBDEVICE, view.replace(node, f"libdevice.{name}"))
            yield Finding(changes, f"Use `libdevice.{name}`", f"`{name}` is in libdevice, not in the language", 0.9)
    for rank, nearest in enumerate(diagnostic.data.get("nearest", ())):
        new = f"{holder}.{nearest}"
        yield Finding(
            (view.replace(node, new),),
            f"Use `{new}`",
            f"`{nearest}` is the name of the language closest to `{name}`",
            0.85 * 0.55**rank,
        )


def _language(view: View) -> str:
    """The name under which the file imports ``triton.language``."""
    aliases = {} if view.model is None else view.model.aliases
    return next((alias for alias, module in aliases.items() if module == "triton.language"), "tl")


REPAIR = triton_repair("language_name", ("unknown-attribute",), find)
