"""A name that is not defined: the nearest that is, or a definition that was misspelt and is never used."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.python.rule import Candidate, Rule, Text
from backends.outcome import Diagnostic, Range
from backends.python_analysis import all_nodes


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    name = str(diagnostic.data.get("name", ""))
    for place, nearest in enumerate(diagnostic.data.get("nearest", ())):
        likeness = difflib.SequenceMatcher(None, name.lower(), nearest.lower()).ratio()
        swapped = sorted(name.lower()) == sorted(nearest.lower())
        confidence = (0.95 if swapped else likeness) * 0.5**place
        if confidence <= 0.25:
            continue
        definition = _unused_definition(nearest, name, text)
        if definition is not None:
            yield Candidate(
                (definition,), f"Define {name}, not {nearest}", f"{nearest} is defined and never used.", min(0.97, confidence + 0.1)
            )  # fmt: skip
        edit = Edit(diagnostic.range, nearest)
        yield Candidate((edit,), f"Change {name} to {nearest}", f"{nearest} is the nearest name there is.", confidence)


def _unused_definition(defined: str, used: str, text: Text) -> Edit | None:
    """Where ``defined`` is bound by its only assignment, when nothing reads it and ``used`` is read."""
    try:
        nodes = all_nodes(ast.parse(text.code))
    except (SyntaxError, ValueError, RecursionError):
        return None
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = [node for node in names if node.id == defined]
    reads = sum(node.id == used and isinstance(node.ctx, ast.Load) for node in names)
    if len(bound) != 1 or not isinstance(bound[0].ctx, ast.Store) or reads < 1:
        return None
    line = bound[0].lineno - 1
    column = text.lines.column_of_byte(line, bound[0].col_offset)
    return Edit(Range.of(line, column, line, column + len(defined)), used)


RULE = Rule("name-spelling", find, ("UndefinedName",), syntax=False)
