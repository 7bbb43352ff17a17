"""``WIDTH'b0`` and ``(WIDTH)'d1``: the size of a literal is a number; a parameter's width is reached by replication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import literal_value
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        start = _size_start(view, i)
        if start < 0:
            continue
        if token.kind is Kind.NUMBER and token.text.startswith("'") and len(token.text) > 2:
            text, last = _replicated(view, start, i), i
        elif token.text == "'" and source.word(i + 1) == "(" and i + 1 in source.partner and not systemverilog(view):
            last = source.partner[i + 1]
            text = source.slice(i + 1, last)
        else:
            continue
        written = source.slice(start, last)
        found.append(
            Finding(
                (view.replace(start, last, text),),
                f"Write `{text}`",
                f"`{written}` on line {view.line(i)} takes its size from a parameter, but the size of a literal must be a number",
                0.93 if token.text != "'" else 0.85,
            )
        )
    yield from together(found, "Write all literals that have the size of a parameter")


def _size_start(view: View, i: int) -> int:
    """First token of the name, macro or parenthesis that stands right before a quote; -1 when there is none."""
    source = view.source
    if i < 1 or source[i].start != source[i - 1].end:
        return -1
    if source.word(i - 1) == ")" and i - 1 in source.partner:
        start = source.partner[i - 1]
        before = source.kind(start - 1)
        return start if before is not Kind.NAME and before is not Kind.SYSTEM else -1
    return i - 1 if source.kind(i - 1) in (Kind.NAME, Kind.MACRO) else -1


def _replicated(view: View, start: int, i: int) -> str:
    source = view.source
    size = source.slice(start, i - 1)
    if size.startswith("(") and re.fullmatch(r"\(\s*`?\w+\s*\)", size):
        size = size[1:-1].strip()
    literal = source.word(i)
    digits = literal[2:].lower()
    value = literal_value("32" + literal)[1]
    if value == 0:
        return f"{{{size}{{1'b0}}}}"
    if re.fullmatch("[xz?]+", digits):
        return f"{{{size}{{1'b{digits[0]}}}}}"
    if value is None:
        return literal
    bits = value.bit_length()
    within = source.word(start - 1) in ("{", ",") and view.outline.module_at(i) is not None
    if not within:
        return str(value)
    return f"{{{{({size}-{bits}){{1'b0}}}}, {bits}'d{value}}}"


REPAIR = scanning("sized_by_parameter", find, safe=True)
