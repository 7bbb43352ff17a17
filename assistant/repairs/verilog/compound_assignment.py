"""``x += y`` and its kin, which Verilog-2005 does not have."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import operator_for
from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import parse_expression
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog

_COMPOUND = frozenset(("+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "<<<=", ">>>=", "&&=", "||="))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text not in _COMPOUND or token.kind is not Kind.SYMBOL:
            continue
        first = i - 1
        while source.word(first) in ("]", "}") and first in source.partner:
            first = source.partner[first] - (source.word(first) == "]")
        if source.kind(first) is not Kind.NAME and source.word(first) != "{":
            continue
        last = _end_of_value(view, i + 1)
        if last <= i or (source.word(first - 1) in ("(", "=") and source.word(first - 2) == "if"):
            continue
        operator = operator_for(view, i, source.word(first))
        if systemverilog(view) and token.text not in ("&&=", "||=") and operator == "=":
            continue
        target, value = source.slice(first, i - 1), source.slice(i + 1, last)
        if parse_expression(source, i + 1, last).kind not in (
            "name",
            "number",
            "select",
            "group",
            "concat",
            "replicate",
            "call",
        ):
            value = f"({value})"
        text = f"{target} {operator} {target} {token.text[:-1]} {value}"
        found.append(
            Finding(
                (view.replace(first, last, text),),
                f"Write `{text}`",
                f"`{token.text}` on line {view.line(i)} is not an operator of Verilog-2005; "
                f"the operation and the assignment are written out",
                0.92,
            )
        )
    yield from together(found, "Write all compound assignments out")


def _end_of_value(view: View, i: int) -> int:
    source = view.source
    line = source[i].line if i < len(source) else 0
    while i < len(source) and source.word(i) not in (";", ")", ",", "end", "begin", "else", "endcase"):
        if source[i].line > line and source[i].first:
            break
        i = source.skip(i)
    return i - 1


REPAIR = scanning("compound_assignment", find, codes=("verilator:BLKSEQ", "*"), safe=True)
