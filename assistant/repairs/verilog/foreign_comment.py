"""Comments of other languages (``# …``, ``-- …``) and a ``/*`` that is never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_PREPROCESSOR = re.compile(r"#\s*(define|include|ifdef|ifndef|endif|undef|if|else)\b")


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    covered = -1
    for i, token in enumerate(source.tokens):
        if token.line <= covered:
            continue
        starts_comment = (token.text == "#" and _hash(view, i)) or (token.text == "--" and _dashes(view, i))
        if not starts_comment:
            continue
        covered = token.line
        found.append(
            Finding(
                (view.replace(i, i, "//"),),
                "Write the comment with `//`",
                f"`{token.text}` on line {view.line(i)} begins a comment in other languages; in Verilog it is `//`",
                0.95,
            )
        )
    yield from together(found, "Write all comments with `//`")
    yield from _unclosed(view)


def _hash(view: View, i: int) -> bool:
    source = view.source
    token = source[i]
    if _PREPROCESSOR.match(view.code, token.start) or source.word(i + 1) in ("(", "`"):
        return False
    after = source.kind(i + 1)
    if token.first:
        return (
            (after is Kind.NAME and source.word(i + 2) != ";")
            or after is Kind.KEYWORD
            or source.word(i + 1) in ("#", "-", "=")
        )
    procedure = view.outline.procedure_at(i)
    ends_line = i + 2 >= len(source) or source[i + 2].first
    if after is Kind.NUMBER and source.word(i - 1) == ";" and procedure is None and ends_line:
        # A delay makes no sense there.
        return True
    # Behind a finished statement, followed by words.
    return (
        source.word(i - 1) in (";", "end", "begin", "endcase", ",")
        and after in (Kind.NAME, Kind.KEYWORD)
        and source[i + 1].start > token.end
    )


def _dashes(view: View, i: int) -> bool:
    source = view.source
    token = source[i]
    rest = view.code[token.end : view.code.find("\n", token.end) if "\n" in view.code[token.end :] else len(view.code)]
    if token.first:
        return not re.fullmatch(r"\s*\w+(\[[^\]]*\])?\s*;\s*", rest)
    if ";" not in rest and "," not in rest and re.fullmatch(r"\s+[A-Za-z]\w*(?:\s+[\w.']+)+\s*", rest):
        # Words in a row are no expression.
        return True
    return source.word(i - 1) in (";", "end", "begin", "endcase", ",", ")", ":", "else") and bool(
        re.match(r"[\s-]|$", rest)
    )


def _unclosed(view: View) -> Iterator[Finding]:
    """A ``/*`` without ``*/`` swallows the rest of the file; it was meant for its line."""
    code = view.code
    opened = code.rfind("/*")
    if opened < 0 or code.find("*/", opened + 2) >= 0 or _in_line_comment(code, opened):
        return
    end = code.find("\n", opened)
    end = len(code) if end < 0 else end
    line = view.context.lines.position(opened).line + 1
    yield Finding(
        ((end, end, " */"),),
        "Close the comment at the end of its line",
        f"the comment opened on line {line} is never closed, so the rest of the file is lost in it",
        0.85,
    )


def _in_line_comment(code: str, at: int) -> bool:
    start = code.rfind("\n", 0, at) + 1
    return "//" in code[start:at]


REPAIR = scanning("foreign_comment", find, safe=True)
