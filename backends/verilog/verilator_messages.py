"""Reads what Verilator prints: one value for each message, with its marked source line and the places it points to.

Format: Verilator manual, "Errors and Warnings". A message is ``%Error[-CODE]: file:line:col: text`` or ``%Warning-CODE: …``,
then ``: ... note``, the source line with a caret line under it, advice, and further places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEAD = re.compile(
    r"%(?P<kind>Error|Warning)(?:-(?P<code>[A-Z0-9_]+))?: (?:(?P<path>[^\s:]+):(?P<line>\d+):(?P<column>\d+): )?(?P<text>.*)"
)
_PLACE = re.compile(r"\s+(?P<path>[^\s:]+):(?P<line>\d+):(?P<column>\d+): +(?:\.\.\. )?(?P<text>.*)")
_SOURCE = re.compile(r"\s*\d+ \| ?(?P<text>.*)")
_CARET = re.compile(r"\s+\| +(?P<mark>\^~*)\s*\Z")
_NOTE = re.compile(r"\s*:? ?\.\.\. (?P<text>.*)")
_ADVICE_WORTH_KEEPING = ("Suggest ", "note: In instance ", "Perhaps ", "This may be because")
_CLOSING = re.compile(r"(Exiting due to|Cannot continue|Command Failed)")


@dataclass(slots=True)
class Place:
    """A position with the line Verilator shows for it; line and column are zero-based, the column in bytes of ``shown``."""

    path: str
    line: int
    column: int
    text: str = ""
    shown: str | None = None
    mark: int = 1


@dataclass(slots=True)
class VerilatorMessage:
    """One complaint. ``place`` is ``None`` for those about the command line or the run as a whole."""

    error: bool
    code: str | None
    text: str
    place: Place | None = None
    notes: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def parse_messages(output: str) -> list[VerilatorMessage]:
    """All messages in order; the closing lines (``Exiting due to``) are left out."""
    messages: list[VerilatorMessage] = []
    current: VerilatorMessage | None = None
    focus: Place | None = None
    for line in output.split("\n"):
        if line.startswith("%"):
            current = _head(line)
            focus = current.place if current else None
            if current is not None:
                messages.append(current)
        elif current is None or not line.strip():
            continue
        elif caret := _CARET.match(line):
            if focus is not None:
                focus.mark = len(caret["mark"])
                focus = None
        elif source := _SOURCE.match(line):
            if focus is not None and focus.shown is None:
                focus.shown = source["text"]
        elif place := _PLACE.match(line):
            focus = _place(place)
            current.places.append(focus)
        elif (note := _NOTE.match(line)) and note["text"].startswith(_ADVICE_WORTH_KEEPING):
            current.notes.append(note["text"])
    return messages


def _head(line: str) -> VerilatorMessage | None:
    match = _HEAD.match(line)
    if match is None or _CLOSING.match(match["text"]):
        return None
    place = _place(match) if match["path"] else None
    return VerilatorMessage(match["kind"] == "Error", match["code"], match["text"], place)


def _place(match: re.Match[str]) -> Place:
    return Place(match["path"], int(match["line"]) - 1, int(match["column"]) - 1, match["text"])
