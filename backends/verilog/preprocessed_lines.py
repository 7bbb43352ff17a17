"""Finds a place of the preprocessed text in the text the user wrote.

Verilator counts columns after it has removed comments, turned tabs to blanks and expanded macros; it prints the line it
counted in. Aligning the tokens of the two lines gives the exact range: that of the token, or of the macro it came from.
Yosys counts bytes, after macros and the ends of long comments; it shows no line, so a name is looked for beside the column.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from backends.outcome import Position, Range
from backends.text import LineIndex

_TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"?|`?[A-Za-z_$\\][\w$]*|\'?[0-9][\w\'.]*|\S')
_COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"?', re.DOTALL)
_NOT_NEWLINE = re.compile(r"[^\n]")


class WrittenLines:
    """One file's text, ready to be asked where a tool's columns are."""

    def __init__(self, text: str) -> None:
        self.index = LineIndex(text)
        self._code = LineIndex(_COMMENT_OR_STRING.sub(_blank_comment, text))

    def locate(self, line: int, column: int, length: int, shown: str) -> Range:
        """``line`` and ``column`` zero-based (column in UTF-8 bytes of ``shown``, the tool's line), ``length`` of the mark."""
        code = self._code.line_text(line)
        start = len(shown.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))
        if code.expandtabs(1).rstrip() == shown.rstrip():
            return self._clamped(line, start, start + max(1, length))
        shown_tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(shown)]
        code_tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(code)]
        if not shown_tokens or not code_tokens:
            return self.index.line_range(line)
        first = _token_at(shown_tokens, start)
        last = max(first, _token_at(shown_tokens, start + max(1, length) - 1))
        matcher = SequenceMatcher(None, [t for _, _, t in shown_tokens], [t for _, _, t in code_tokens], autojunk=False)
        begin, _ = _counterpart(matcher, first, len(code_tokens))
        _, end = _counterpart(matcher, last, len(code_tokens))
        if first == last and end == begin + 1 and code_tokens[begin][2] == shown_tokens[first][2]:
            inside = max(0, start - shown_tokens[first][0])
            at = code_tokens[begin][0] + inside
            return self._clamped(line, at, min(at + max(1, length), code_tokens[begin][1]))
        return self._clamped(line, code_tokens[begin][0], code_tokens[max(begin, end - 1)][1])

    def locate_name(self, line: int, column: int, name: str) -> Range:
        """Where ``name`` stands in ``line``, nearest to ``column``; the token at the column when it does not."""
        code = self._code.line_text(line)
        found = [m.start() for m in re.finditer(rf"(?<![\w$]){re.escape(name)}(?![\w$])", code)] if name else []
        if found:
            at = min(found, key=lambda start: abs(start - column))
            return self._clamped(line, at, at + len(name))
        for match in _TOKEN.finditer(code):
            if match.end() > column:
                return self._clamped(line, match.start(), match.end())
        return self.index.line_range(line)

    def locate_bytes(self, line: int, column: int, end_line: int, end_column: int) -> Range:
        """Zero-based byte columns; whole lines where the preprocessor has moved the columns."""
        if self._moved(line) or self._moved(end_line):
            end = self.index.line_range(end_line)
            return Range(self.index.line_range(line).start, end.end)
        start = Position(line, self.index.column_of_byte(line, column))
        end_at = Position(end_line, self.index.column_of_byte(end_line, end_column))
        return Range(start, max(start, end_at))

    def find_assignment(self, name: str, first_line: int, last_line: int) -> Range | None:
        """The first place in these lines where ``name`` is assigned in a procedure."""
        target = re.compile(rf"(?<![\w$.]){re.escape(name)}(?![\w$])(?=\s*(?:\[[^\]]*\]\s*)*<?=(?!=))")
        for line in range(first_line, min(last_line + 1, self._code.line_count)):
            if match := target.search(self._code.line_text(line)):
                return self._clamped(line, match.start(), match.end())
        return None

    def search(self, pattern: re.Pattern[str], line: int) -> tuple[str, Range] | None:
        """The first match in the code (not the comments) of a line."""
        match = pattern.search(self._code.line_text(line))
        return (match.group(), self._clamped(line, match.start(), match.end())) if match else None

    def _moved(self, line: int) -> bool:
        written, code = self.index.line_text(line), self._code.line_text(line)
        visible = written.lstrip()
        in_comment = bool(visible) and code[len(written) - len(visible)] == " " and not visible.startswith(("//", "/*"))
        return "`" in code or in_comment

    def _clamped(self, line: int, start: int, end: int) -> Range:
        if line >= self.index.line_count:
            return self.index.line_range(line)
        width = len(self.index.line_text(line))
        start = min(start, width)
        return Range(Position(line, start), Position(line, max(min(end, width), min(start + 1, width))))


def _token_at(tokens: list[tuple[int, int, str]], column: int) -> int:
    for number, (_, end, _) in enumerate(tokens):
        if end > column:
            return number
    return len(tokens) - 1


def _counterpart(matcher: SequenceMatcher[str], token: int, count: int) -> tuple[int, int]:
    """The tokens ``[begin, end)`` of the written line that ``token`` of the shown line came from; never empty."""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if i1 <= token < i2:
            if tag == "equal":
                at = j1 + token - i1
                return at, at + 1
            if j2 > j1:
                return j1, j2
            at = min(max(j1 - 1, 0), count - 1)
            return at, at + 1
    return count - 1, count


def _blank_comment(match: re.Match[str]) -> str:
    piece = match.group()
    return piece if piece[0] == '"' else _NOT_NEWLINE.sub(" ", piece)
