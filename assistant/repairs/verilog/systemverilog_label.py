"""SystemVerilog's small additions in a Verilog file: ``end : name``, ``unique case``, ``priority if``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog

_CLOSERS = frozenset(("end", "endmodule", "endfunction", "endtask", "join"))
_QUALIFIERS = frozenset(("unique", "unique0", "priority"))


def find(view: View) -> Iterator[Finding]:
    if systemverilog(view):
        return
    source = view.source
    found = []
    for i, token in enumerate(source.tokens):
        if (
            token.text in _CLOSERS
            and source.word(i + 1) == ":"
            and source.kind(i + 2) is Kind.NAME
            and source[i + 1].line == token.line
        ):
            found.append(
                Finding(
                    ((token.end, source[i + 2].end, ""),),
                    "Remove the label",
                    f"the label behind `{token.text}` on line {view.line(i)} is allowed in SystemVerilog only",
                    0.95,
                )
            )
        elif token.text in _QUALIFIERS and source.word(i + 1) in ("case", "casez", "casex", "if"):
            found.append(
                Finding(
                    ((token.start, source[i + 1].start, ""),),
                    f"Remove `{token.text}`",
                    f"`{token.text}` on line {view.line(i)} is allowed in SystemVerilog only; the statement means the same without",
                    0.95,
                )
            )
    yield from together(found, "Remove what only SystemVerilog allows")


REPAIR = scanning("systemverilog_label", find, safe=True)
