"""Words of other languages: ``else if``, ``&&``, ``||``, ``!x``, ``x++``, ``print x``, ``true``; and misspelt keywords."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic
from backends.python_analysis import nearest_names

_CHANGES = (
    (re.compile(r"\belse\s+if\b"), "elif", "elif is Python's else if."),
    (re.compile(r"\belseif\b|\belsif\b"), "elif", "elif is Python's word for it."),
    (re.compile(r"\s*&&\s*"), " and ", "and joins conditions."),
    (re.compile(r"\s*\|\|\s*"), " or ", "or joins conditions."),
    (re.compile(r"!(?=[\w(])"), "not ", "not negates a condition."),
    (re.compile(r"(\w+)\+\+"), r"\1 += 1", "+= adds to a variable."),
    (re.compile(r"(\w+)--"), r"\1 -= 1", "-= takes from a variable."),
    (re.compile(r"^(\s*)print\s+(?!\()(.+?)\s*$"), r"\1print(\2)", "print is a function."),
    (re.compile(r"^(\s*)(?:function|func|fn)\s+(\w+\s*\(.*\))\s*:?\s*\{?\s*$"), r"\1def \2:", "def begins a function."),
)
_STATEMENTS = (
    "def",
    "class",
    "import",
    "from",
    "return",
    "while",
    "for",
    "elif",
    "else",
    "if",
    "try",
    "except",
    "finally",
    "with",
    "lambda",
    "pass",
    "raise",
)


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    if not diagnostic.message.startswith(("invalid syntax", "expected", "Missing parentheses", "cannot assign")):
        return
    first, last = diagnostic.range.start.line, diagnostic.range.end.line
    for line in dict.fromkeys([first, *range(first, last + 1)]):
        content = text.line(line)
        together = content
        for pattern, replacement, cause in _CHANGES:
            changed, together = pattern.sub(replacement, content), pattern.sub(replacement, together)
            if changed != content:
                edit = text.replace(line, 0, len(content), changed)
                yield Candidate((edit,), "Write it as Python does", cause, 0.9)
        edit = text.replace(line, 0, len(content), together)
        yield Candidate((edit,), "Write it as Python does", "Several words are another language's.", 0.9)
        yield from _keywords(text, line)


def _keywords(text: Text, line: int) -> Iterator[Candidate]:
    for found in re.finditer(r"[A-Za-z_]+", text.line(line)):
        if keyword.iskeyword(found[0]):
            continue
        for near in nearest_names(found[0], _STATEMENTS, 1):
            yield Candidate(
                (text.replace(line, found.start(), found.end(), near),),
                f"Change {found[0]} to {near}",
                f"{near} is the keyword nearest to it.",
                0.75,
            )


RULE = Rule("foreign-words", find, SYNTAX)

_VALUES = {
    "true": "True",
    "false": "False",
    "null": "None",
    "nil": "None",
    "none": "None",
    "TRUE": "True",
    "FALSE": "False",
    "NULL": "None",
    "undefined": "None",
}


def find_value(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    value = _VALUES.get(diagnostic.data.get("name", ""))
    if value is not None:
        yield Candidate((Edit(diagnostic.range, value),), f"Write {value}", f"{value} is Python's word for it.", 0.95)


VALUE = Rule("foreign-value", find_value, ("UndefinedName",), syntax=False, safe=True)
