"""``x++`` and ``--x``, which Verilog does not have: written out as an assignment of the right kind."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import operator_for
from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text not in ("++", "--") or token.kind is not Kind.SYMBOL:
            continue
        operand = _operand(view, i)
        if operand is None:
            continue
        first, last = operand
        target = source.slice(first, last)
        sign = token.text[0]
        start, end = min(first, i), max(last, i)
        if source.word(start - 1) in ("=", "<="):
            text = f"{target} {sign} 1"
        elif systemverilog(view) and operator_for(view, i, source.word(first)) == "=":
            continue
        else:
            text = f"{target} {operator_for(view, i, source.word(first))} {target} {sign} 1"
        found.append(
            Finding(
                (view.replace(start, end, text),),
                f"Write `{text}`",
                f"`{source.slice(start, end)}` on line {view.line(i)} is C; Verilog has no `{token.text}`, "
                f"so the step is written as an assignment",
                0.93,
            )
        )
    yield from together(found, "Write all increments and decrements as assignments")


def _operand(view: View, i: int) -> tuple[int, int] | None:
    """The name, with its selects, that the operator at ``i`` steps; ``None`` when it does not stand alone."""
    source = view.source
    after = source.word(i + 1)
    if source.kind(i - 1) is Kind.NAME or source.word(i - 1) == "]":
        first = i - 1
        while source.word(first) == "]" and first in source.partner:
            first = source.partner[first] - 1
        if source.kind(first) is Kind.NAME and (after in (";", ")", ",", "end", "}") or source[i + 1].first):
            return first, i - 1
    if source.kind(i + 1) is Kind.NAME and source.word(i - 1) in (";", "begin", ")", "else", ":", "{", "end"):
        last = i + 1
        while source.word(last + 1) == "[" and last + 1 in source.partner:
            last = source.partner[last + 1]
        if source.word(last + 1) in (";", ")", ","):
            return i + 1, last
    return None


REPAIR = scanning("increment_operator", find, codes=("verilator:BLKSEQ", "*"), safe=True)
