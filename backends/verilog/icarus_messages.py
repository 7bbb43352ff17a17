"""Reads what ``iverilog`` prints: a line, no column; the range is that of the name it quotes, or the line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from backends.outcome import Diagnostic, Range, Severity, Stage
from backends.text import LineIndex

_MESSAGE = re.compile(r"^(?P<path>[^\s:][^:]*):(?P<line>\d+): (?P<rest>.*)$")
_KIND = re.compile(r"^(?P<kind>error|warning|sorry|internal error|fatal)\s*:\s*(?P<text>.*)$", re.IGNORECASE)
_UNKNOWN_MODULE = re.compile(r"Unknown module type: (\S+)")
_QUOTED = re.compile(r"[`']([^`']+)'")
_LEADING_NAME = re.compile(r"^([A-Za-z_$][\w$.]*)(?:\[[^\]]*\])? (?:is|has|was|must|cannot)\b")
_COUNT = re.compile(r"^\d+ error\(s\) during elaboration")


@dataclass(frozen=True, slots=True)
class IcarusMessage:
    path: str
    line: int
    severity: Severity
    code: str
    text: str

    @property
    def unknown_module(self) -> str | None:
        match = _UNKNOWN_MODULE.search(self.text)
        return match[1] if match else None


def parse_messages(output: str) -> list[IcarusMessage]:
    """Messages in order; continuation lines (``file:3:      : …``) are joined to the message before."""
    messages: list[IcarusMessage] = []
    for printed in output.splitlines():
        match = _MESSAGE.match(printed)
        if match is None or _COUNT.match(printed):
            continue
        rest, line = match["rest"], int(match["line"]) - 1
        if rest.lstrip().startswith(":") and messages:
            last = messages[-1]
            messages[-1] = IcarusMessage(
                last.path, last.line, last.severity, last.code, f"{last.text}; {rest.strip(' :')}"
            )
            continue
        kind = _KIND.match(rest)
        if kind is None:
            # "syntax error", "Syntax in assignment statement l-value.": errors without the word.
            code = "syntax-error" if "syntax" in rest.lower() else "error"
            messages.append(IcarusMessage(match["path"], line, Severity.ERROR, code, rest.strip()))
            continue
        word, text = kind["kind"].lower(), kind["text"].strip()
        # "sorry" names what Icarus lacks, and is fatal only when its exit code says so.
        severity = Severity.WARNING if word in ("warning", "sorry") else Severity.ERROR
        code = {"sorry": "unsupported", "warning": "warning"}.get(word, "error")
        if _UNKNOWN_MODULE.search(text):
            code = "unknown-module"
        messages.append(IcarusMessage(match["path"], line, severity, code, text))
    return messages


def range_in(message: IcarusMessage, index: LineIndex) -> Range:
    """The name the message is about, where it stands in its line; else the line's code."""
    if message.line >= index.line_count:
        return index.line_range(index.line_count - 1)
    text = index.line_text(message.line)
    names = _QUOTED.findall(message.text)
    if leading := _LEADING_NAME.match(message.text):
        names.append(leading[1])
    if unknown := message.unknown_module:
        names.append(unknown)
    for name in names:
        bare = name.split("[")[0].split(".")[-1]
        if bare and (found := re.search(rf"(?<![\w$]){re.escape(bare)}(?![\w$])", text)):
            return Range.of(message.line, found.start(), message.line, found.end())
    return index.line_range(message.line)


def to_diagnostic(
    message: IcarusMessage,
    checked: str,
    original: Callable[[str], str | None],
    text_of: Callable[[str], str | None],
    stage: Stage,
) -> Diagnostic:
    """``checked`` is the file asked about; places in other files carry their path."""
    path = original(message.path) or checked
    index = LineIndex(text_of(path) or "")
    names = _QUOTED.findall(message.text)
    return Diagnostic(
        range=range_in(message, index),
        severity=message.severity,
        code=message.code,
        message=message.text,
        source="icarus",
        stage=stage,
        path=None if path == checked else path,
        data={"names": names} if names else {},
    )
