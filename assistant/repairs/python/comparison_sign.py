"""An assignment where a comparison was meant: ``if a = 3``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic

_SINGLE = re.compile(r"(?<![=!<>:+\-*/%&|^])=(?!=)")


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    if "instead of '='" not in diagnostic.message:
        return
    line = diagnostic.range.start.line
    for found in _SINGLE.finditer(text.line(line), diagnostic.range.start.column):
        yield Candidate(
            (text.replace(line, found.start(), found.end(), "=="),), "Compare with ==", "A single = assigns.", 0.92
        )
        return


RULE = Rule("comparison-sign", find, SYNTAX)
