"""``always_ff``, ``always_comb`` and ``always_latch`` in a Verilog file."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog

_FORMS = {"always_ff": "always", "always_comb": "always @(*)", "always_latch": "always @(*)"}


def find(view: View) -> Iterator[Finding]:
    if systemverilog(view):
        return
    source = view.source
    found = []
    for i, token in enumerate(source.tokens):
        if token.text not in _FORMS:
            continue
        text = _FORMS[token.text]
        if token.text == "always_ff" and source.word(i + 1) in ("begin", "if"):
            continue
        if token.text != "always_ff" and source.word(i + 1) == "@":
            text = "always"
        found.append(
            Finding(
                (view.replace(i, i, text),),
                f"Write `{text}`",
                f"`{token.text}` on line {view.line(i)} is SystemVerilog; in a Verilog file the same is `{text}`",
                0.95,
            )
        )
    yield from together(found, "Write the procedures as Verilog does")


REPAIR = scanning("systemverilog_procedure", find, safe=True)
