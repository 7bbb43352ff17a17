"""Places as the worker jobs give them (1-based lines, UTF-8 columns), as ranges of the file."""

from __future__ import annotations

from typing import Any

from backends.outcome import Range
from backends.text import LineIndex


def place(at: dict[str, Any] | None, lines: LineIndex) -> Range | None:
    """A worker's place (1-based lines, UTF-8 columns) as a range of the file."""
    if not at or at.get("line") is None:
        return None
    line = min(at["line"] - 1, lines.line_count - 1)
    if at.get("column") is None:
        return lines.line_range(line)
    start = lines.column_of_byte(line, at["column"])
    end_line = (at.get("end_line") or at["line"]) - 1
    if at.get("end_column") is None or end_line >= lines.line_count:
        return Range.of(line, start, line, max(start + 1, len(lines.line_text(line).rstrip())))
    end = lines.column_of_byte(end_line, at["end_column"])
    return Range.of(line, start, end_line, max(end, start + 1 if end_line == line else 0))
