"""The smallest edits from one text to another, so that comments, formatting and everything untouched survive."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable

from assistant.repair import Edit, Proposal, apply_edits
from backends.text import LineIndex

# A line break is one sign, so that no edit falls between its two characters.
_WORDS = re.compile(r"\r\n|[\w$]+|[\s\S]")
MAX_WORDS_COMPARED = 600


def apply_proposal(code: str, proposal: Proposal) -> str:
    """The code with the proposal's edits, in the line endings of the code. Raises ``ValueError`` when edits overlap."""
    return apply_edits(code, in_line_endings_of(code, proposal.edits))


def in_line_endings_of(code: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits with their line breaks as the text has them."""
    first = code.find("\n")
    if first <= 0 or code[first - 1] != "\r":
        return tuple(edits)
    return tuple(Edit(e.range, e.text.replace("\r\n", "\n").replace("\n", "\r\n")) for e in edits)


def minimal_edits(before: str, after: str) -> tuple[Edit, ...]:
    """Edits of ``before``, in order and apart from each other, that give ``after``."""
    old, new = _lines(before), _lines(after)
    index = LineIndex(before)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    edits: list[Edit] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if i2 - i1 == j2 - j1:
            pairs = [(starts[i1 + n], old[i1 + n], new[j1 + n]) for n in range(i2 - i1)]
        else:
            pairs = [(starts[i1], "".join(old[i1:i2]), "".join(new[j1:j2]))]
        for start, was, becomes in pairs:
            if was != becomes:
                edits += _within(index, start, was, becomes, apart=i2 - i1 == j2 - j1)
    return tuple(edits)


def unified_diff(before: str, after: str, name: str) -> str:
    """As ``diff -u`` prints it; empty when nothing changed. Line endings inside are those of the texts."""
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def changed_lines(before: str, after: str) -> frozenset[int]:
    """Zero-based lines of ``after`` that differ from ``before``."""
    matcher = difflib.SequenceMatcher(None, _lines(before), _lines(after), autojunk=False)
    return frozenset(
        line for tag, _, _, j1, j2 in matcher.get_opcodes() if tag != "equal" for line in range(j1, max(j2, j1 + 1))
    )


def _lines(text: str) -> list[str]:
    """Lines with their breaks, ended by ``\\n`` only, as the tools count them (``str.splitlines`` knows many more)."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _within(index: LineIndex, start: int, was: str, becomes: str, apart: bool) -> list[Edit]:
    """Edits of whole words and single signs; with ``apart`` as many as there are differing places, else one."""
    old, new = _WORDS.findall(was), _WORDS.findall(becomes)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    spans = [(head, len(old) - tail, head, len(new) - tail)]
    if apart and len(old) + len(new) < MAX_WORDS_COMPARED:
        opcodes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        spans = [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in opcodes if tag != "equal"]
    offsets = [start, *(start + n for n in itertools.accumulate(map(len, old)))]
    return [Edit(index.span(offsets[i1], offsets[i2]), "".join(new[j1:j2])) for i1, i2, j1, j2 in spans]
