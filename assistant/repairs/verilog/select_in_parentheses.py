"""``a(3)`` and ``a(7:0)``: Verilog selects from a vector or memory with brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        names = {d.name for d in module.declarations if (d.packed or d.unpacked) and not d.is_parameter}
        names -= {p.name for p in module.procedures} | {i.name for i in module.instances}
        for i in range(module.header_end + 1, module.last):
            if source.kind(i) is not Kind.NAME or source.word(i) not in names or source.word(i + 1) != "(":
                continue
            close = source.partner.get(i + 1, -1)
            if close <= i + 2 or source.word(i - 1) in (".", "function", "task") or source.kind(i - 1) is Kind.NAME:
                continue
            inner = re.sub(r"\s+downto\s+", ":", source.slice(i + 2, close - 1))
            found.append(
                Finding(
                    (view.replace(i + 1, close, f"[{inner}]"),),
                    f"Write `{source.word(i)}[{inner}]`",
                    f"`{source.slice(i, close)}` on line {view.line(i)} would call a function; a vector is selected from with brackets",
                    0.93,
                )
            )
    yield from together(found, "Select with brackets")


REPAIR = scanning("select_in_parentheses", find, safe=True)
