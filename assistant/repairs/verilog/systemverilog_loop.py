"""``for (int i = 0; …)`` and ``for (genvar i = 0; …)`` in a Verilog file: the variable is declared in the module."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.insertion import declare
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog

_TYPES = frozenset(
    ("int", "integer", "genvar", "bit", "logic", "byte", "unsigned", "automatic", "reg", "longint", "shortint")
)


def find(view: View) -> Iterator[Finding]:
    if systemverilog(view):
        return
    for module in view.modules:
        changes, names, first = _headers(view, module)
        if not changes:
            continue
        lines = []
        for keyword in ("integer", "genvar"):
            new = [n for n, k in names.items() if k == keyword and module.find(n) is None]
            if new:
                lines.append(f"{keyword} {', '.join(new)};")
        if lines:
            changes.append(declare(view, module, lines, first))
        yield Finding(
            disjoint(changes),
            "Declare the loop variables in the module",
            f"the loop on line {view.line(first)} declares its variable in the header, which only SystemVerilog allows",
            0.94,
        )


def _headers(view: View, module: Module) -> tuple[list[Change], dict[str, str], int]:
    source = view.source
    changes: list[Change] = []
    names: dict[str, str] = {}
    first = -1
    for i in range(module.header_end, module.last):
        if source.word(i) != "for" or source.word(i + 1) != "(" or source.word(i + 2) not in _TYPES:
            continue
        k = i + 2
        while source.word(k) in _TYPES or source.word(k) == "[":
            k = source.skip(k)
        if source.kind(k) is not Kind.NAME:
            continue
        changes.append((source[i + 2].start, source[k].start, ""))
        in_procedure = view.outline.procedure_at(i) is not None
        names.setdefault(source.word(k), "integer" if in_procedure else "genvar")
        first = i if first < 0 else first
    return changes, names, first


REPAIR = scanning("systemverilog_loop", find, safe=True)
