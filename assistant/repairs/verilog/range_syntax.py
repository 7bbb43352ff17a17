"""Ranges of other languages: ``[7 downto 0]``, ``[3..0]``, ``7:0 data``, ``(7:0)``, ``[7-0]``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import DECLARING
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_OPERANDS = (Kind.NAME, Kind.NUMBER, Kind.MACRO)


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        changes: list[Change] = []
        if (
            token.text in ("downto", "to")
            and token.kind is Kind.NAME
            and 0 < i < len(source) - 1
            and _inside_brackets(view, i)
        ):
            changes = [(source[i - 1].end, source[i + 1].start, ":"), *_round(view, i)]
        elif (
            token.text == "["
            and i in source.partner
            and not any(source.word(k) in ("downto", "to") for k in range(i, source.partner[i]))
        ):
            changes = _dots(view, i, source.partner[i])
        elif (
            source.word(i - 1) in DECLARING
            and token.kind is Kind.NUMBER
            and source.word(i + 1) == ":"
            and source.kind(i + 2) is Kind.NUMBER
        ):
            changes = [view.before(i, "["), view.behind(i + 2, "]")]
        elif source.word(i - 1) in DECLARING and token.text == "(" and _is_range(view, i):
            close = source.partner[i]
            changes = [view.replace(i, i, "["), view.replace(close, close, "]")]
        if changes:
            found.append(
                Finding(
                    tuple(changes),
                    "Write the range as [msb:lsb]",
                    f"the range on line {view.line(i)} is not in Verilog's form [msb:lsb]",
                    0.93,
                )
            )
    yield from together(found, "Write all ranges as [msb:lsb]")


def _inside_brackets(view: View, i: int) -> bool:
    source = view.source
    for k in range(i - 1, max(i - 12, -1), -1):
        if source.word(k) in ("[", "("):
            return source.partner.get(k, -1) > i
        if source.word(k) in (";", ",", "in", "for"):
            return False
    return False


def _round(view: View, i: int) -> list[Change]:
    """Parentheses around a range behind a declaration become brackets."""
    source = view.source
    for k in range(i - 1, max(i - 12, -1), -1):
        if source.word(k) == "[":
            return []
        if source.word(k) == "(" and source.word(k - 1) in DECLARING:
            close = source.partner[k]
            return [view.replace(k, k, "["), view.replace(close, close, "]")]
    return []


def _dots(view: View, opener: int, close: int) -> list[Change]:
    """``[3..0]``, ``[3;0]`` and ``[3 0]``."""
    source = view.source
    for k in range(opener + 1, close):
        if source.word(k) == "." and source.word(k + 1) == ".":
            end = k + 2 if source.word(k + 2) == "." else k + 1
            return [view.replace(k, end, ":")]
        if k > opener + 1 and source.kind(k - 1) in _OPERANDS and source.kind(k) in _OPERANDS:
            return [view.behind(k - 1, ":")]
        if source.word(k) == ";" and source.kind(k - 1) is Kind.NUMBER and source.kind(k + 1) is Kind.NUMBER:
            return [view.replace(k, k, ":")]
    return []


def _is_range(view: View, i: int) -> bool:
    source = view.source
    close = source.partner.get(i, -1)
    return (
        close > 0
        and source.word(i - 1) not in ("parameter", "localparam")
        and any(source.word(k) == ":" for k in range(i + 1, close))
        and source.kind(close + 1) is Kind.NAME
    )


REPAIR = scanning("range_syntax", find, safe=True)
