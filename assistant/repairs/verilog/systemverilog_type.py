"""SystemVerilog's types in a Verilog file: ``logic``, ``int``, ``bit``, ``byte`` …"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.drive import driven_in_procedure
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog

_INTEGERS = {
    "int": "integer",
    "longint": "reg signed [63:0]",
    "shortint": "reg signed [15:0]",
    "byte": "reg signed [7:0]",
}


def find(view: View) -> Iterator[Finding]:
    if systemverilog(view):
        return
    source = view.source
    changes: list[Change] = []
    line = 0
    for i, token in enumerate(source.tokens):
        if token.kind is not Kind.KEYWORD or token.text not in (*_INTEGERS, "logic", "bit"):
            continue
        before = source.word(i - 1)
        if before in ("enum",) or (before == "(" and source.word(i - 2) == "for"):
            continue
        changes += _plain(view, i)
        line = line or view.line(i)
    if changes:
        yield Finding(
            disjoint(changes),
            "Use Verilog's types",
            f"the type on line {line} is SystemVerilog's; a Verilog file has wire, reg and integer",
            0.9,
        )


def _plain(view: View, i: int) -> Iterator[Change]:
    source = view.source
    word, before = source.word(i), source.word(i - 1)
    last = i
    unsigned = source.word(i + 1) == "unsigned"
    if unsigned or (source.word(i + 1) == "signed" and word == "int"):
        last = i + 1
    if before in ("parameter", "localparam"):
        if word in ("int", "longint"):
            yield view.replace(i, last, "integer")
        else:
            yield (source[i].start, source[last + 1].start, "")
    elif word in _INTEGERS:
        yield view.replace(i, last, "reg [31:0]" if unsigned and word == "int" else _INTEGERS[word])
    elif before in ("function", "automatic"):
        yield (source[i].start, source[i + 1].start, "")
    elif before == "input" or before == "inout":
        yield view.replace(i, i, "wire")
    elif before == "output":
        yield view.replace(i, i, "reg" if _some_driven(view, i) else "wire")
    else:
        yield view.replace(i, i, "reg" if _some_driven(view, i) else "wire")


def _some_driven(view: View, i: int) -> bool:
    """The first name of the declaration is driven by a procedure (or by nothing, as a function's locals)."""
    source = view.source
    k = i + 1
    while k < len(source) and (source.word(k) == "[" or source.kind(k) is Kind.KEYWORD):
        k = source.skip(k)
    if view.outline.procedure_at(i) is not None:
        return True
    while k < len(source) and source.word(k) not in (";", ")"):
        if source.kind(k) is Kind.NAME and driven_in_procedure(view, k):
            return True
        if source.word(k) == "," and source.kind(k + 1) is Kind.KEYWORD:
            return False
        k = source.skip(k)
    return False


REPAIR = scanning("systemverilog_type", find, safe=True)
