"""A plane that CadQuery does not have: the nearest one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.cadquery.call_checks import PLANES
from backends.outcome import Diagnostic
from backends.python_analysis import nearest_names

_NORMAL = {"Z": "XY", "Y": "XZ", "X": "YZ"}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    node = view.expression(diagnostic)
    if not isinstance(node, ast.Constant):
        call = view.call(diagnostic)
        node = view.sites.argument(call, "inPlane", 0) if call is not None else None
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    quote = view.text(node)[:1]
    for place, (plane, why) in enumerate(planes_near(node.value)):
        yield Finding(
            (view.replace(node, f"{quote}{plane}{quote}"),),
            f"Change {node.value!r} to {plane!r}",
            why,
            0.9 * 0.5**place,
        )


def planes_near(text: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()

    def new(plane: str) -> bool:
        fresh = plane in PLANES and plane not in seen
        seen.add(plane)
        return fresh

    letters = re.sub(r"[^A-Za-z]", "", text).upper().removesuffix("PLANE")
    same = next((name for name in PLANES if name.upper() == letters), "")
    if new(same):
        yield same, "planes are named in capitals, sides in small letters"
    if letters in _NORMAL and new(_NORMAL[letters]):
        yield (
            _NORMAL[letters],
            f"a plane is named by the axes that lie in it; across {letters} that is {_NORMAL[letters]}",
        )
    if new(letters[:2]):
        yield letters[:2], "a plane has two axes"
    for name in nearest_names(text, PLANES):
        if new(name):
            yield name, f"{name} is the nearest plane"


REPAIR = repair("plane-name", find, "unknown-plane")
