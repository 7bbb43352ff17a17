"""A header without its colon: ``def f()``, ``for x in y``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    if "expected ':'" not in diagnostic.message:
        return
    at = diagnostic.range.start
    before = len(text.line(at.line)[: at.column].rstrip())
    yield Candidate((text.insert(at.line, before, ":"),), "Add the missing colon", "A header ends with a colon.", 0.97)


RULE = Rule("missing-colon", find, SYNTAX, safe=True)
