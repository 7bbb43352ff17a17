"""A sign typed twice or not at all: ``..box``, ``::``, ``)box(``, ``Workplane"XY")``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic

_DOUBLED = re.compile(r"(\.(?=\.)|,(?=\s*,)|:(?=:)|=(?==)|\((?=\()|\)(?=\))|\[(?=\[)|\](?=\]))")
_NO_DOT = re.compile(r"(?<=[)\]])\s*(?=[A-Za-z_]\w*\()")
_NO_OPENING = re.compile(
    r"(?<=\w)(?=[\"'])|(?<=[A-Za-z_])(?=\d*\.?\d+\s*[,)])|(?<=[A-Za-z_]\w)\s+(?=[\w.\"'-]+\s*[,)])|(?<=\w)(?=\))"
)
_NO_EQUALS = re.compile(r"^(\s*[A-Za-z_]\w*)\s+(?=[\w(\"'\[-])")


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    if diagnostic.code != "SyntaxError" and "unexpected indent" not in diagnostic.message:
        return
    line = diagnostic.range.start.line
    for number in (line, line - 1):
        if number < 0:
            continue
        content = text.line(number)
        for found in _DOUBLED.finditer(content):
            edit = text.replace(number, found.start(), found.end(), "")
            yield Candidate((edit,), f"Remove a {found[0]}", "It stands there twice.", 0.72)
        for found in _NO_DOT.finditer(content):
            edit = text.replace(number, found.start(), found.end(), ".")
            yield Candidate((edit,), "Add the missing dot", "A method is reached through a dot.", 0.78)
        assigned = _NO_EQUALS.match(content)
        if assigned is not None:
            edit = text.replace(number, assigned.end(1), assigned.end(), " = ")
            yield Candidate((edit,), "Add the missing =", "A value is assigned with =.", 0.7)
        for found in _NO_OPENING.finditer(content):
            edit = text.replace(number, found.start(), found.end(), "(")
            yield Candidate((edit,), "Add the missing (", "A call has its arguments in brackets.", 0.68)


RULE = Rule("sign-slips", find, SYNTAX)
