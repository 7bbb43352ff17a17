"""A string without its closing quote, or with typographic quotes and signs from a word processor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic

_SIGNS = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "×": "*", "\u00a0": " ",
          "\u200b": "", "\ufeff": "", "；": ";", "，": ",", "：": ":", "（": "(", "）": ")"}  # fmt: skip


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    line = diagnostic.range.start.line
    content = text.line(line)
    if "unterminated string literal" in diagnostic.message or "unterminated f-string" in diagnostic.message:
        quote = content[diagnostic.range.start.column :].lstrip("rbfuRBFU")[:1]
        if quote not in ("'", '"'):
            return
        end = len(content.rstrip())
        ends = [m.start() for m in re.finditer(r"[)\],:]", content) if m.start() > diagnostic.range.start.column]
        for order, column in enumerate(dict.fromkeys([*_trailing(content), end, *ends])):
            if column > diagnostic.range.start.column:
                yield Candidate(
                    (text.insert(line, column, quote),),
                    "Close the string",
                    "It has no closing quote.",
                    max(0.3, 0.85 - 0.05 * order),
                )
    elif "invalid character" in diagnostic.message or "invalid non-printable" in diagnostic.message:
        edits = tuple(text.replace(line, at, at + 1, _SIGNS[sign]) for at, sign in enumerate(content) if sign in _SIGNS)
        if edits:
            yield Candidate(edits, "Replace typographic signs", "They only look like Python's.", 0.9)


def _trailing(content: str) -> list[int]:
    """Before the closing brackets, comma or colon that end the line: where a quote is mostly forgotten."""
    found = re.search(r"[)\]},:]+\s*$", content)
    return [found.start() + at for at in range(len(found.group().rstrip()))] if found else []


RULE = Rule("string-end", find, SYNTAX)
