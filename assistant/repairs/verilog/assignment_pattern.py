"""``'{0}`` and ``'{default: 0}`` assigned to a vector: a literal or concatenation is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        facts = facts_of(view.context).get(module.name)
        for assignment in module.assignments:
            first, last = assignment.right
            if source.word(first) != "'{" or source.partner.get(first) != last:
                continue
            fact = facts.names.get(source.word(assignment.left[0])) if facts else None
            if fact is not None and fact.depth is not None and assignment.left[0] == assignment.left[1]:
                continue
            inner = source.slice(first + 1, last - 1)
            single = re.fullmatch(r"(?:default\s*:\s*)?([^,{}]+)", inner)
            if single:
                text = "'0" if systemverilog(view) and single[1] in ("0", "'0", "1'b0") else single[1]
            else:
                text = f"{{{inner}}}"
            yield Finding(
                (view.replace(first, last, text),),
                f"Write `{text}`",
                f"`{source.slice(first, last)}` on line {view.line(first)} is a pattern for arrays and structures; the target is a vector",
                0.9,
            )


REPAIR = scanning("assignment_pattern", find)
