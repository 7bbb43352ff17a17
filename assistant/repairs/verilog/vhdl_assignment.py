"""VHDL's ``:=``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import operator_for
from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text != ":=":
            continue
        first = i - 1
        while source.word(first) == "]" and first in source.partner:
            first = source.partner[first] - 1
        text = operator_for(view, i, source.word(first))
        found.append(
            Finding(
                (view.replace(i, i, text),),
                f"Assign with `{text}`",
                f"`:=` on line {view.line(i)} is VHDL; here Verilog assigns with `{text}`",
                0.94,
            )
        )
    yield from together(found, "Write all `:=` as Verilog assignments")


REPAIR = scanning("vhdl_assignment", find, safe=True)
