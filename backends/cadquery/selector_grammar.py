"""CadQuery's string selectors: ``>Z``, ``|X and not <Y``, ``%CIRCLE``, ``>(1,0,1)[-2]``. Source: cadquery.selectors."""

from __future__ import annotations

import re
from dataclasses import dataclass

AXES = ("XY", "XZ", "YZ", "X", "Y", "Z")
NAMED_VIEWS = ("front", "back", "left", "right", "top", "bottom")
TYPES = (
    "LINE", "CIRCLE", "ELLIPSE", "HYPERBOLA", "PARABOLA", "BEZIER", "BSPLINE", "OFFSET", "OTHER",
    "PLANE", "CYLINDER", "CONE", "SPHERE", "TORUS", "REVOLUTION", "EXTRUSION",
)  # fmt: skip

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = r"[ \t]*[+-]?[ \t]*\d+[ \t]*(?:\.[ \t]*\d*)?[ \t]*"
_VECTOR = re.compile(rf"\({_NUMBER},{_NUMBER},{_NUMBER}\)")
_INDEX = re.compile(r"[ \t]*\[[ \t]*-?[ \t]*\d+[ \t]*\]")
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class SelectorError:
    """``at`` is the index of the first character that does not fit."""

    at: int
    message: str


def selector_error(text: str) -> SelectorError | None:
    """What is wrong with a selector string, or ``None``. An empty string selects everything and is fine."""
    if not text:
        return None
    parser = _Parser(text)
    error = parser.expression()
    if error is not None:
        return error
    parser.skip()
    if parser.at < len(text):
        return SelectorError(parser.at, f"unexpected {text[parser.at :]!r} after a complete selector")
    return None


class _Parser:
    """Recursive descent; ``and``, ``or``, ``exc`` and ``except`` join, ``not`` and brackets nest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def take(self, *literals: str) -> bool:
        self.skip()
        for literal in literals:
            if self.text.startswith(literal, self.at):
                self.at += len(literal)
                return True
        return False

    def expression(self) -> SelectorError | None:
        error = self.operand()
        while error is None and self.take("and", "or", "except", "exc"):
            error = self.operand()
        return error

    def operand(self) -> SelectorError | None:
        if self.take("not"):
            return self.operand()
        self.skip()
        if self.text.startswith("(", self.at) and not _VECTOR.match(self.text, self.at):
            self.at += 1
            error = self.expression()
            if error is None and not self.take(")"):
                return SelectorError(self.at, "a bracket is not closed")
            return error
        return self.atom()

    def atom(self) -> SelectorError | None:
        self.skip()
        if self.take(">>", "<<", ">", "<"):
            error = self.direction()
            if error is None and (index := _INDEX.match(self.text, self.at)):
                self.at = index.end()
            return error
        if self.take("|", "#", "+", "-"):
            return self.direction()
        if self.take("%"):
            return self.geometry_type()
        if self.take(*NAMED_VIEWS):
            return None
        if self.direction() is None:
            return None
        if self.at >= len(self.text):
            return SelectorError(self.at, "a selector is missing")
        return SelectorError(self.at, f"{self._word()!r} is no selector; one is like '>Z', '|X', '%CIRCLE' or 'front'")

    def direction(self) -> SelectorError | None:
        self.skip()
        if self.take(*AXES):
            return None
        vector = _VECTOR.match(self.text, self.at)
        if vector:
            self.at = vector.end()
            return None
        return SelectorError(self.at, f"{self._word()!r} is no direction; use X, Y, Z, XY, XZ, YZ or (x,y,z)")

    def geometry_type(self) -> SelectorError | None:
        self.skip()
        for name in TYPES:
            if self.text[self.at : self.at + len(name)].upper() == name:
                self.at += len(name)
                return None
        return SelectorError(
            self.at, f"{self._word()!r} is no type of curve or surface; one is PLANE, LINE, CIRCLE or CYLINDER"
        )

    def _word(self) -> str:
        found = _WORD.match(self.text, self.at)
        return found.group() if found else self.text[self.at : self.at + 1]
