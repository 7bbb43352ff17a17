"""A name that is not defined: the nearest that is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.python.rule import Candidate, Rule, Text
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    name = str(diagnostic.data.get("name", ""))
    for place, nearest in enumerate(diagnostic.data.get("nearest", ())):
        likeness = difflib.SequenceMatcher(None, name.lower(), nearest.lower()).ratio()
        swapped = sorted(name.lower()) == sorted(nearest.lower())
        confidence = (0.95 if swapped else likeness) * 0.5**place
        if confidence > 0.25:
            yield Candidate(
                (Edit(diagnostic.range, nearest),),
                f"Change {name} to {nearest}",
                f"{nearest} is the nearest name there is.",
                confidence,
            )


RULE = Rule("name-spelling", find, ("UndefinedName",), syntax=False)
