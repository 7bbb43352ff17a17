"""A keyword that a method does not take: the nearest of its parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.outcome import Diagnostic, Position, Range

_OTHER_WORDS = {
    "dia": "diameter", "diam": "diameter", "d": "diameter", "r": "radius", "rad": "radius", "h": "height", "w": "width",
    "l": "length", "distance": "until", "depth": "until", "amount": "until", "angle": "angleDegrees",
    "degrees": "angleDegrees", "center": "centered", "size": "length", "x": "length", "y": "width", "z": "height",
    "position": "loc", "location": "loc", "title": "name", "label": "name", "sides": "nSides", "n": "nSides",
    "cbore_diameter": "cboreDiameter", "cbore_depth": "cboreDepth", "csk_diameter": "cskDiameter", "csk_angle": "cskAngle",
}  # fmt: skip


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    call, name = view.call(diagnostic), diagnostic.data.get("name", "")
    given = next((k for k in call.keywords if k.arg == name), None) if call is not None else None
    if call is None or given is None:
        return
    taken = {keyword.arg for keyword in call.keywords}
    free = [p for p in diagnostic.data.get("parameters", ())[len(call.args) :] if p not in taken]
    candidates = [n for n in diagnostic.data.get("nearest", ()) if n in free]
    if _OTHER_WORDS.get(name) in free:
        candidates.insert(0, _OTHER_WORDS[name])
    for place, candidate in enumerate(dict.fromkeys(candidates)):
        yield Finding(
            (Edit(_name_of(given, view), candidate),), f"Change {name} to {candidate}",
            f"{diagnostic.data.get('method')} calls it {candidate}", 0.9 * 0.5**place,
        )  # fmt: skip


def _name_of(keyword: ast.keyword, view: View) -> Range:
    start = view.sites.node_range(keyword).start
    return Range(start, Position(start.line, start.column + len(keyword.arg or "")))


REPAIR = repair("keyword-name", find, "unknown-keyword")
