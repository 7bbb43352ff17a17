"""Markdown fences and prose around the code, as language models answer: fences go, prose becomes comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_FENCE = re.compile(r"^[ \t]*(?:```+|~~~+)[ \t]*[\w+-]*[ \t]*\r?\n?", re.MULTILINE)
_TAG = re.compile(r"^[ \t]*(?:</?[a-zA-Z_]+>|\[/?[A-Z]+\])[ \t]*\r?\n?", re.MULTILINE)


def find(view: View) -> Iterator[Finding]:
    code = view.code
    changes: list[Change] = [(m.start(), m.end(), "") for m in _FENCE.finditer(code)]
    changes += [(m.start(), m.end(), "") for m in _TAG.finditer(code)]
    gone = [(start, end) for start, end, _ in changes]
    at = 0
    for number, line in enumerate(code.split("\n")):
        if not any(start <= at < end for start, end in gone) and _is_prose(view, number, at, line):
            indent = len(line) - len(line.lstrip())
            changes.append((at + indent, at + indent, "// "))
        at += len(line) + 1
    if changes:
        first = view.context.lines.position(min(c[0] for c in changes)).line + 1
        yield Finding(
            tuple(changes),
            "Keep only the code of the answer",
            f"from line {first} on, text or Markdown that is not Verilog stands around the code; "
            f"fences are removed and prose is kept as comments",
            0.97,
        )


def _is_prose(view: View, number: int, at: int, line: str) -> bool:
    """A line outside all modules that no description begins with."""
    text = line.strip()
    source = view.source
    if not text or text.startswith(("//", "/*", "*", "`", "(*")):
        return bool(re.match(r"(\*\*|\* )", text)) and not _within(view, at) and _outside_comment(view, at)
    i = source.after(at)
    if i >= len(source) or source[i].line != number or _within(view, at):
        return False
    token = source[i]
    if token.kind is Kind.KEYWORD:
        return (
            token.text in ("before", "this", "with", "if", "for", "use", "and", "not", "or", "when", "while", "small")
            and len(text.split()) > 2
        )
    if token.kind is Kind.NAME:
        # A misspelt "module" is code.
        return (
            len(text.split()) > 1
            and source.word(i + 2) not in ("(", "#")
            and not re.match(r"^[a-z]+\s+\w+\s*[(;#]", text)
        )
    return token.kind in (Kind.STRAY, Kind.NUMBER, Kind.STRING) or token.text in ("-", "#", "##", "*", ">", "!")


def _within(view: View, offset: int) -> bool:
    """Inside a module; after one whose ``endmodule`` is missing too."""
    source = view.source
    return any(
        source[m.first].start <= offset < source[m.last].end or (not m.closed and offset >= source[m.first].start)
        for m in view.modules
    )


def _outside_comment(view: View, offset: int) -> bool:
    opened = view.code.rfind("/*", 0, offset)
    return opened < 0 or 0 <= view.code.find("*/", opened) < offset


REPAIR = scanning("llm_wrapping", find, safe=True)
