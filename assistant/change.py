"""The smallest edits from one text to another, so that comments, formatting and everything untouched survive."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from assistant.repair import Edit, Proposal, apply_edits
from backends.text import LineIndex

_WORD = re.compile(r"[\w$]")


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
                edits.append(_trimmed(index, start, was, becomes))
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


def _trimmed(index: LineIndex, start: int, was: str, becomes: str) -> Edit:
    head = 0
    while head < min(len(was), len(becomes)) and was[head] == becomes[head]:
        head += 1
    tail = 0
    while tail < min(len(was), len(becomes)) - head and was[-1 - tail] == becomes[-1 - tail]:
        tail += 1
    # Never between the two characters of a line break.
    if was[: head + 1].endswith("\r\n") or becomes[: head + 1].endswith("\r\n"):
        head -= was[head - 1 : head] == "\r"
    if tail and (
        was[len(was) - tail :].startswith("\n") and "\r" in (was[-1 - tail : -tail], becomes[-1 - tail : -tail])
    ):
        tail -= 1
    head, tail = _to_words(was, becomes, head, tail)
    return Edit(index.span(start + head, start + len(was) - tail), becomes[head : len(becomes) - tail])


def _to_words(was: str, becomes: str, head: int, tail: int) -> tuple[int, int]:
    """Whole words are replaced, not letters in them: ``enabel`` by ``enable``, not ``el`` by ``le``."""

    def inside_word(text: str, at: int) -> bool:
        return 0 < at < len(text) and _WORD.match(text[at - 1]) is not None and _WORD.match(text[at]) is not None

    while inside_word(was, head) or inside_word(becomes, head):
        head -= 1
    while tail and (inside_word(was, len(was) - tail) or inside_word(becomes, len(becomes) - tail)):
        tail -= 1
    return head, tail
