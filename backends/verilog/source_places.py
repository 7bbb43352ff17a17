"""Where a place that Yosys or nextpnr names in the staged sources is in the user's files."""

from __future__ import annotations

import re
from pathlib import Path

from backends.environment import Environment
from backends.outcome import Range
from backends.verilog.preprocessed_lines import WrittenLines
from backends.verilog.rtlil import Source
from backends.verilog.staged_sources import StagedSources

_DECLARATION = re.compile(r"^\s*(?:(?:input|output|inout)\s+)?(?:reg|logic|wire|bit|integer|output|input)\b")
_FILE_NAME = re.compile(r"file [`'\"](?P<name>[^'`\"]+)")


class SourcePlaces:
    """Ranges in the checked file and its neighbours."""

    def __init__(self, code: str, environment: Environment, staged: StagedSources) -> None:
        self._checked = environment.path
        self._staged = staged
        self._texts = {environment.path: WrittenLines(code)}
        self._known = {file.path: file.text for file in environment.files}

    def path(self, staged: str | None) -> str | None:
        """The absolute path, or ``None`` for the checked file and for what is not the user's."""
        original = self._staged.original(staged) if staged else None
        return None if original == self._checked else original

    def is_ours(self, staged: str) -> bool:
        return self._staged.original(staged) is not None

    def of_checked(self, staged: str | None) -> bool:
        return staged is not None and self._staged.original(staged) == self._checked

    def range(self, source: Source, name: str | None = None) -> Range:
        """The range of a source; of ``name`` in its first line when it is the place of a declaration."""
        lines = self.lines(source.path)
        if lines is None:
            return Range.of(source.line, source.column, source.end_line, source.end_column)
        if name is not None:
            return lines.locate_name(source.line, source.column, name)
        return lines.locate_bytes(source.line, source.column, source.end_line, source.end_column)

    def line(self, staged: str, line: int) -> Range:
        lines = self.lines(staged)
        return lines.index.line_range(line) if lines else Range.line(line)

    def named_in(self, text: str) -> Range:
        """Where the checked file names the file of a message without a place; else its first module."""
        lines = self._texts[self._checked]
        name = _FILE_NAME.search(text)
        pattern = re.compile(rf'"[^"\n]*{re.escape(Path(name["name"]).name)}"' if name else r"(?<=\bmodule )\s*\w+")
        for line in range(lines.index.line_count):
            if found := lines.search(pattern, line):
                return found[1]
        return Range.of(0, 0, 0, 0)

    def declaration(self, name: str) -> Range | None:
        """Where the checked file declares a variable, a net or a memory, for names of which Yosys has lost the place."""
        lines = self._texts[self._checked]
        pattern = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
        for line in range(lines.index.line_count):
            if lines.search(_DECLARATION, line) and (found := lines.search(pattern, line)):
                return found[1]
        return None

    def lines(self, staged: str) -> WrittenLines | None:
        path = self._staged.original(staged)
        if path is None:
            return None
        if path not in self._texts:
            text = self._known.get(path)
            if text is None:
                try:
                    text = Path(path).read_text("utf-8", "surrogateescape")
                except OSError:
                    return None
            self._texts[path] = WrittenLines(text)
        return self._texts[path]
