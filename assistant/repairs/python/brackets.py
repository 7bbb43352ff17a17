"""A bracket that is never closed, closed by another kind, or closed once too often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_NEVER = re.compile(r"'([(\[{])' was never closed")
_MISMATCH = re.compile(
    r"closing parenthesis '([)\]}])' does not match opening parenthesis '([(\[{])'(?: on line (\d+))?"
)
_UNMATCHED = re.compile(r"unmatched '([)\]}])'")
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#.*|\w+|\S")
MAX_LINES = 12


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    if found := _NEVER.search(diagnostic.message):
        yield from _close(diagnostic, text, found[1])
    elif "forgot a comma" in diagnostic.message or diagnostic.message in ("invalid syntax", "expected ':'"):
        yield from _earlier(diagnostic, text)
    elif found := _MISMATCH.search(diagnostic.message):
        at = diagnostic.range.start
        right = _CLOSING[found[2]]
        cause = f"It was opened by {found[2]}."
        yield Candidate((text.replace(at.line, at.column, at.column + 1, right),), f"Close with {right}", cause, 0.8)
        yield Candidate((text.insert(at.line, at.column, right),), f"Add {right} before it", cause, 0.75)
    elif found := _UNMATCHED.search(diagnostic.message):
        at = diagnostic.range.start
        yield Candidate(
            (text.replace(at.line, at.column, at.column + 1, ""),),
            f"Remove the {found[1]}",
            "Nothing before it is open.",
            0.8,
        )


def _close(diagnostic: Diagnostic, text: Text, opening: str) -> Iterator[Candidate]:
    closing = _CLOSING[opening]
    start = diagnostic.range.start
    for order, (line, column) in enumerate(places(text, start.line, start.column + 1)):
        yield Candidate(
            (text.insert(line, column, closing),), f"Close the {opening} in line {line + 1}",
            f"Every {opening} needs its {closing}.", max(0.3, 0.9 - 0.04 * order),
        )  # fmt: skip


def _earlier(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    """A bracket left open in the line above makes the next line look wrong."""
    line = diagnostic.range.start.line
    for number in (line, line - 1):
        depth: list[tuple[str, int]] = []
        for token in _TOKEN.finditer(text.line(number)) if number >= 0 else ():
            if token[0] in _CLOSING:
                depth.append((token[0], token.end()))
            elif token[0] in _CLOSING.values() and depth:
                depth.pop()
        if depth:
            closing = _CLOSING[depth[-1][0]]
            for order, (at, column) in enumerate(places(text, number, depth[-1][1], lines=1)):
                yield Candidate(
                    (text.insert(at, column, closing),), f"Close the {depth[-1][0]} in line {at + 1}",
                    f"Line {number + 1} leaves a bracket open.", max(0.3, 0.8 - 0.05 * order),
                )  # fmt: skip


def places(text: Text, line: int, column: int, lines: int = MAX_LINES) -> Iterator[tuple[int, int]]:
    """Where the bracket that opens before ``column`` may end: at line ends, before a colon, a dot, or a comma."""
    within: list[tuple[int, int]] = []
    ends: list[tuple[int, int]] = []
    for number in range(line, min(line + lines, text.lines.line_count)):
        content = text.line(number)
        tokens = [t for t in _TOKEN.finditer(content, column if number == line else 0) if not t[0].startswith("#")]
        if number > line and not tokens:
            break
        end = max((t.end() for t in tokens), default=len(content.rstrip()))
        if tokens and tokens[-1][0] in (":", ","):
            ends.append((number, tokens[-1].start()))
        ends.append((number, end))
        if number == line:
            within += [(number, t.start()) for t in tokens if t[0] in (".", ",", ":", "=")]
            within += [(number, t.start()) for t in tokens if t[0] in (")", "]", "}")]
    # The ends of the first line, then inside of it, then further down.
    first = [place for place in ends if place[0] == line]
    yield from dict.fromkeys([*first, *within, *[place for place in ends if place[0] != line]])


RULE = Rule("brackets", find, SYNTAX)
