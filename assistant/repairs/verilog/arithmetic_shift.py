"""``a >>> n`` of an unsigned vector, which shifts in zeros: the operand is made signed."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.tokens import Kind
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    source = view.source
    line = diagnostic.range.start.line
    for i, token in enumerate(source.tokens):
        if token.text != ">>>" or token.line != line:
            continue
        last = i - 1
        first = source.partner.get(last, last) if source.word(last) in (")", "]", "}") else last
        if source.word(last) == "]":
            first -= 1
        if source.kind(first) is not Kind.NAME and source.word(first) != "(":
            continue
        operand = source.slice(first, last)
        inner = operand[1:-1] if operand.startswith("(") else operand
        yield Finding(
            (view.replace(first, last, f"$signed({inner})"),),
            f"Shift `$signed({inner})`",
            f"`>>>` on line {view.line(i)} keeps the sign only of a signed value, and `{inner}` is unsigned",
            0.75,
            ambiguous=True,
        )
        return


REPAIR = pointed("arithmetic_shift", ("slang:UnsignedArithShift",), find)
