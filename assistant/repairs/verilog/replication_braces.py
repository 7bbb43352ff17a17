"""Replications without their outer braces: ``N{1'b0}``, ``{N{1'b0}, a}`` and ``{N{0}}`` with an unsized value."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_EXPRESSION_BEFORE = frozenset("= <= ( , ? : { + - & | ^ ~ == !=".split())


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text != "{" or token.kind is not Kind.SYMBOL:
            continue
        close = source.partner.get(i, -1)
        first = _count_start(view, i)
        if first < 0 or close < 0:
            continue
        before, after = source.word(first - 1), source.word(close + 1)
        if before == "{" and (after == "}" or source.partner.get(first - 1, -1) < 0):
            continue
        if before not in _EXPRESSION_BEFORE:
            continue
        found.append(
            Finding(
                (view.before(first, "{"), view.behind(close, "}")),
                f"Write `{{{source.slice(first, close)}}}`",
                f"the replication on line {view.line(i)} lacks the braces around it",
                0.92,
            )
        )
    yield from together(found, "Put braces around all replications")


def _count_start(view: View, i: int) -> int:
    """First token of the count before the brace: a number, a name or something in parentheses; -1 when there is none."""
    source = view.source
    before = i - 1
    if source.kind(before) in (Kind.NUMBER, Kind.MACRO):
        return before
    if source.kind(before) is Kind.NAME and not source[before].first:
        return before
    if (
        source.word(before) == ")"
        and before in source.partner
        and source.word(source.partner[before] - 1) in ("{", "=", "<=", ",")
    ):
        return source.partner[before]
    return -1


REPAIR = scanning("replication_braces", find, safe=True)
