"""A method that CadQuery does not have: the nearest one it has, or what other CAD languages' name stands for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.cadquery.foreign_names import BY_CLASS
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name, owner = diagnostic.data.get("name", ""), diagnostic.data.get("owner", "")
    node = view.attribute(diagnostic)
    if node is None or node.attr != name:
        return
    foreign = BY_CLASS.get(owner, {}).get(name)
    for place, nearest in enumerate(diagnostic.data.get("nearest", ())):
        likeness = difflib.SequenceMatcher(None, name.lower(), nearest.lower()).ratio()
        confidence = 0.9 if nearest == foreign else min(0.95, likeness) * 0.5**place
        why = (
            f"{nearest} is CadQuery's word for it"
            if nearest == foreign
            else f"{nearest} is the nearest name {owner} has"
        )
        yield Finding((Edit(diagnostic.range, nearest),), f"Change {name} to {nearest}", why, confidence)


REPAIR = repair("method-name", find, "unknown-method")
