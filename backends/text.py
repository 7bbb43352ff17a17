"""Offsets and positions in source text."""

from __future__ import annotations

from bisect import bisect_right

from backends.outcome import Position, Range


class LineIndex:
    """Maps between string offsets, UTF-8 byte offsets and ``Position`` for one text.

    Lines end at ``\\n`` only (``\\r\\n`` leaves the ``\\r`` as the last character of its line), as every tool here counts.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        find = text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        self.starts = starts
        self._ascii = text.isascii()
        self._byte_starts: list[int] | None = None

    @property
    def line_count(self) -> int:
        return len(self.starts)

    def line_text(self, line: int) -> str:
        """The content of a line without its line break; empty when the line does not exist."""
        if not 0 <= line < len(self.starts):
            return ""
        start = self.starts[line]
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")

    def position(self, offset: int) -> Position:
        """``Position`` of a string offset (clamped to the text)."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.starts, offset) - 1
        return Position(line, offset - self.starts[line])

    def position_of_byte(self, byte_offset: int) -> Position:
        """``Position`` of a UTF-8 byte offset (clamped)."""
        if self._ascii:
            return self.position(byte_offset)
        if self._byte_starts is None:
            total, starts = 0, []
            for i, start in enumerate(self.starts):
                starts.append(total)
                end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
                total += len(self.text[start:end].encode("utf-8", "surrogatepass"))
            self._byte_starts = starts
        line = bisect_right(self._byte_starts, max(0, byte_offset)) - 1
        return Position(line, self.column_of_byte(line, byte_offset - self._byte_starts[line]))

    def column_of_byte(self, line: int, byte_column: int) -> int:
        """Code-point column of a UTF-8 byte column within ``line``."""
        text = self.line_text(line)
        if self._ascii:
            return max(0, min(byte_column, len(text)))
        raw = text.encode("utf-8", "surrogatepass")[: max(0, byte_column)]
        return len(raw.decode("utf-8", "ignore"))

    def offset(self, position: Position) -> int:
        """String offset of a position (clamped to its line and to the text)."""
        if position.line < 0:
            return 0
        if position.line >= len(self.starts):
            return len(self.text)
        start = self.starts[position.line]
        end = self.starts[position.line + 1] - 1 if position.line + 1 < len(self.starts) else len(self.text)
        return min(start + max(0, position.column), end)

    def span(self, start: int, end: int) -> Range:
        """``Range`` of the string offsets ``[start, end)``."""
        return Range(self.position(start), self.position(max(start, end)))

    def line_range(self, line: int) -> Range:
        """The visible part of a line, for tools that name only a line."""
        line = max(0, min(line, len(self.starts) - 1))
        return Range.line(line, self.line_text(line))
