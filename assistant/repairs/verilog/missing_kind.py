"""A declaration that begins with its range: ``[3:0] count;``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.drive import driven_in_procedure
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import variable_keyword


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for i in range(module.header_end + 1, module.last):
            close = source.partner.get(i, -1)
            if source.word(i) != "[" or close < i or source.word(i - 1) not in (";", "end", "endfunction", ")"):
                continue
            if (
                source.kind(close + 1) is not Kind.NAME
                or source.word(close + 2) not in (",", ";", "[", "=")
                or not source[i].first
            ):
                continue
            kind = variable_keyword(view) if driven_in_procedure(view, close + 1) else "wire"
            found.append(
                Finding(
                    (view.before(i, f"{kind} "),),
                    f"Declare `{source.word(close + 1)}` as {kind}",
                    f"the declaration of `{source.word(close + 1)}` on line {view.line(i)} says how wide it is, but not what",
                    0.92,
                )
            )
    yield from together(found, "Say what the names are")


REPAIR = scanning("missing_kind", find)
