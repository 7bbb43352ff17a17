"""Conditions without their parentheses: ``if a == b begin``, ``if (a) && (b)``, ``case state``, ``while i < 8``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import expression_end
from assistant.repairs.verilog.keywords import CASES
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_HEADS = CASES | {"if", "while", "switch", "elif", "elsif", "elseif"}
_JOINS = frozenset(("&&", "||", "&", "|", "^", "==", "!=", "===", "!==", "<", ">", ">=", "+", "-", "and", "or"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text not in _HEADS or source.word(i - 1) in ("end", "."):
            continue
        start = i + 1
        if start >= len(source) or (source.kind(start) is Kind.KEYWORD and source.word(start) != "not"):
            continue
        if source.word(start) == "(":
            close = source.partner.get(start, -1)
            if close < 0 or not _continues(view, close + 1, token.text):
                continue
        end = _end(view, start)
        if end < start or source.word(end + 1) == "then":
            continue
        closed = end + 1 in source.unopened or end in source.unopened
        found.append(
            Finding(
                (view.before(start, "("),) if closed else (view.before(start, "("), view.behind(end, ")")),
                f"Put the condition of `{token.text}` in parentheses",
                f"the condition `{source.slice(start, end)}` on line {view.line(i)} must stand in parentheses",
                0.9,
            )
        )
    yield from together(found, "Put all conditions in parentheses")


def _continues(view: View, i: int, head: str) -> bool:
    """The condition goes on behind its first parenthesis."""
    source = view.source
    word = source.word(i)
    if word in ("&", "|", "^", "+", "-"):
        # A reduction or sign would open a statement only in nonsense.
        return not source[i].first
    return word in _JOINS or (
        word == "<=" and source.kind(i + 1) is Kind.NUMBER and source.word(i + 2) in (")", "begin", "&&")
    )


def _end(view: View, start: int) -> int:
    """Last token of the condition that starts at ``start``."""
    source = view.source
    stop = source.last_on_line(start) + 1
    for k in range(start, stop):
        if (
            source.word(k) in ("begin", "then", "{")
            and k > start
            and (source.word(k) != "{" or (source[k].end == source[min(k, len(source) - 1)].end and k == stop - 1))
        ):
            return k - 1
    end = expression_end(source, start, stop)
    if source.word(end + 1) == ":" and end + 1 == stop - 1:
        return end
    return end


REPAIR = scanning("condition_parentheses", find, safe=True)
