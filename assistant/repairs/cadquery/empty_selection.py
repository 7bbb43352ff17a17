"""A selection that finds nothing: say or where and asked for both at once, or the type that edges or faces have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, method_of, repair
from backends.cadquery.selector_grammar import selector_error
from backends.outcome import Diagnostic

_OPPOSITE = re.compile(r"([<>])\s*([XYZ]{1,2})\s+and\s+([<>])\s*\2")
_TYPES = {
    "edges": {"CYLINDER": "CIRCLE", "CONE": "CIRCLE", "PLANE": "LINE", "TORUS": "CIRCLE", "SPHERE": "CIRCLE"},
    "faces": {"CIRCLE": "CYLINDER", "LINE": "PLANE"},
}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call = _selecting(diagnostic, view)
    node = view.sites.argument(call, "selector", 0) if call is not None else None
    if call is None or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    for candidate, why, confidence in _candidates(node.value, method_of(call)):
        if candidate != node.value and selector_error(candidate) is None:
            yield Finding((view.replace(node, repr_like(view.text(node), candidate)),), f"Change {node.value!r} to {candidate!r}", why,
                          confidence, ambiguous=confidence < 0.6)  # fmt: skip


def _selecting(diagnostic: Diagnostic, view: View) -> ast.Call | None:
    """The call that selects: the diagnostic's own, or the one before the operation that had nothing to work on."""
    call = view.call(diagnostic)
    names = ("edges", "faces", "vertices", "wires", "solids", "shells")
    while isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        wanted = diagnostic.data.get("selector")
        given = view.sites.argument(call, "selector", 0)
        if method_of(call) in names and (wanted is None or (isinstance(given, ast.Constant) and given.value == wanted)):
            return call
        call = call.func.value if isinstance(call.func.value, ast.Call) else None
    return None


def repr_like(literal: str, text: str) -> str:
    quote = literal[:1] if literal[:1] in "\"'" else '"'
    return f"{quote}{text}{quote}"


def _candidates(text: str, method: str) -> Iterator[tuple[str, str, float]]:
    opposite = _OPPOSITE.search(text)
    if opposite and opposite[1] != opposite[3]:
        yield text.replace(" and ", " or "), "nothing lies at both ends at once; or takes those at either", 0.8
    for wrong, right in _TYPES.get(method, {}).items():
        if f"%{wrong}" in text.upper().replace(" ", ""):
            changed = re.sub(rf"%\s*{wrong}", f"%{right}", text, flags=re.IGNORECASE)
            yield changed, f"{method} are never of type {wrong}; those of such a shape are {right}", 0.7
    swapped = text.replace("|", "#") if "|" in text else text.replace("#", "|")
    if method == "faces" and swapped != text and " " not in text:
        yield swapped, "a face is compared by its normal, which stands across it", 0.4


REPAIR = repair("empty-selection", find, "empty-selection")
