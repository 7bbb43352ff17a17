"""The edge where positions change units: code points inside, UTF-8, UTF-16 or UTF-32 code units at the client.

Inside, a line ends at ``\\n`` only (``backends.text``); for a client it also ends at ``\\r\\n`` and at a lone ``\\r``
(LSP specification, "Text Documents"). Texts without a lone ``\\r``, nearly all of them, take the short way.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from lsprotocol import types as lsp

from backends.outcome import Position, Range
from backends.text import LineIndex

_LONE_RETURN = re.compile(r"\r(?!\n)")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

UTF8 = lsp.PositionEncodingKind.Utf8
UTF16 = lsp.PositionEncodingKind.Utf16
UTF32 = lsp.PositionEncodingKind.Utf32


def without_surrogates(text: str) -> str:
    """``text`` with each lone surrogate (legal in JSON, not in UTF-8) replaced by U+FFFD, which is as wide in every encoding."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class _LineUnits:
    """Where the characters of one line that are wider than one code unit are, and how far they push what follows."""

    __slots__ = ("_after", "_columns", "_units")

    def __init__(self, line: str, encoding: str) -> None:
        columns, units, after = [], [], []
        pushed = 0
        for match in (_NOT_ASCII if encoding == UTF8 else _ASTRAL).finditer(line):
            character = match.group()
            columns.append(match.start())
            units.append(match.start() + pushed)
            pushed += (len(character.encode("utf-8", "surrogatepass")) if encoding == UTF8 else 2) - 1
            after.append(pushed)
        self._columns, self._units, self._after = columns, units, after

    def to_units(self, column: int) -> int:
        before = bisect_left(self._columns, column)
        return column + (self._after[before - 1] if before else 0)

    def to_column(self, units: int) -> int:
        before = bisect_left(self._units, units)
        if not before:
            return units
        # Units inside a wide character mean the character's end.
        return max(units - self._after[before - 1], self._columns[before - 1] + 1)


class ClientText:
    """One text as the client addresses it. Immutable; every result is clamped to the text."""

    def __init__(self, index: LineIndex, encoding: str = UTF16) -> None:
        self.index = index
        self.encoding = encoding
        self._ascii = index.text.isascii()
        self._units: dict[int, _LineUnits] = {}

    @cached_property
    def _client_starts(self) -> list[int] | None:
        """Offsets of the client's lines, where they are not ours."""
        text = self.index.text
        if _LONE_RETURN.search(text) is None:
            return None
        return [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    @property
    def line_count(self) -> int:
        """How many lines the client counts."""
        starts = self._client_starts
        return self.index.line_count if starts is None else len(starts)

    def to_client(self, position: Position) -> lsp.Position:
        starts = self._client_starts
        if starts is None:
            line = max(0, min(position.line, self.index.line_count - 1))
            text = self.index.line_text(line)
            column = max(0, position.column) if line == position.line else (0 if position.line < 0 else len(text))
            column = min(column, len(text))
        else:
            offset = self.index.offset(position)
            line = bisect_right(starts, offset) - 1
            column = offset - starts[line]
        return lsp.Position(line, self._to_units(line, column))

    def from_client(self, position: lsp.Position) -> Position:
        starts = self._client_starts
        if position.line < 0:
            return Position(0, 0)
        if position.line >= self.line_count:
            return self.index.position(len(self.index.text))
        text = self._line_text(position.line)
        column = min(self._to_column(position.line, max(0, position.character)), len(text))
        if starts is None:
            return Position(position.line, column)
        return self.index.position(starts[position.line] + column)

    def offset_from_client(self, position: lsp.Position) -> int:
        return self.index.offset(self.from_client(position))

    def range_to_client(self, span: Range) -> lsp.Range:
        return lsp.Range(self.to_client(span.start), self.to_client(span.end))

    def range_from_client(self, span: lsp.Range) -> Range:
        start, end = self.from_client(span.start), self.from_client(span.end)
        return Range(min(start, end), max(start, end))

    def _line_text(self, line: int) -> str:
        starts = self._client_starts
        if starts is None:
            return self.index.line_text(line)
        end = starts[line + 1] if line + 1 < len(starts) else len(self.index.text)
        return self.index.text[starts[line] : end].rstrip("\r\n")

    def _line_units(self, line: int) -> _LineUnits:
        known = self._units.get(line)
        if known is None:
            known = self._units[line] = _LineUnits(self._line_text(line), self.encoding)
        return known

    def _to_units(self, line: int, column: int) -> int:
        return column if self._ascii or self.encoding == UTF32 else self._line_units(line).to_units(column)

    def _to_column(self, line: int, units: int) -> int:
        return units if self._ascii or self.encoding == UTF32 else self._line_units(line).to_column(units)
