"""A plane or selector without its quotes: ``Workplane(XY)``, ``.faces(>Z)``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.cadquery.rule import Finding, View, repair
from backends.cadquery.call_checks import PLANES
from backends.cadquery.selector_grammar import NAMED_VIEWS, selector_error
from backends.outcome import Diagnostic, Range

_BARE = re.compile(r"\.(faces|edges|vertices|wires|solids|shells)\(\s*([^\"'()\s][^\"'()]*?)\s*\)")


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    if diagnostic.code in ("SyntaxError", "IndentationError"):
        yield from _selectors(diagnostic, view)
        return
    name = diagnostic.data.get("name", "")
    node = view.expression(diagnostic)
    known = name in PLANES or (name in ("X", "Y", "Z", *NAMED_VIEWS) and selector_error(name) is None)
    if isinstance(node, ast.Name) and node.id == name and known:
        yield Finding(
                (Edit(diagnostic.range, f'"{name}"'),), f'Write "{name}" in quotes',
                "planes and selectors are given as text", 0.95,
            )  # fmt: skip


def _selectors(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    """All bare selectors in and around the line that does not parse."""
    line = diagnostic.range.start.line
    edits = []
    for number in range(max(0, line - 1), min(view.lines.line_count, line + 2)):
        for found in _BARE.finditer(view.lines.line_text(number)):
            if selector_error(found[2]) is None and not found[2].isidentifier():
                edits.append(Edit(Range.of(number, found.start(2), number, found.end(2)), f'"{found[2]}"'))
    if edits:
        yield Finding(tuple(edits), "Put the selector in quotes", "selectors are given as text", 0.95)


REPAIR = repair("quoted-name", find, "UndefinedName", python=("UndefinedName", "SyntaxError"))
