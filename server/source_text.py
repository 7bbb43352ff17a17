"""Source files from disk: any bytes become text, and what is odd about them is said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backends.outcome import Diagnostic, Position, Range, Severity
from backends.text import LineIndex

SOURCE = "hardsight"
START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class SourceText:
    """``usable`` is False for what is no source text at all; ``remarks`` say what was odd."""

    text: str
    usable: bool = True
    remarks: tuple[Diagnostic, ...] = ()


def read_source(path: Path) -> SourceText:
    """The text of a file; raises ``OSError`` when it cannot be read. A byte order mark is not part of the text."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = f"{path.name} is UTF-16, which no tool of this language reads. Save it as UTF-8."
        return SourceText("", False, (_remark(Severity.ERROR, "utf-16", message),))
    if b"\0" in raw[: 1 << 16]:
        return SourceText("", False, (_remark(Severity.ERROR, "binary", f"{path.name} is binary, not source text"),))
    try:
        return SourceText(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = raw.decode("latin-1")
        at = LineIndex(text).position(error.start)
        message = (
            f"{path.name} is not UTF-8 (byte 0x{raw[error.start]:02X} in line {at.line + 1}); it is read as Latin-1. "
            "Save it as UTF-8."
        )
        return SourceText(text, True, (_remark(Severity.WARNING, "not-utf8", message, at),))


def _remark(severity: Severity, code: str, message: str, at: Position = START) -> Diagnostic:
    return Diagnostic(Range(at, Position(at.line, at.column + 1)), severity, code, message, SOURCE)
