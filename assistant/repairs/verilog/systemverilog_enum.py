"""Enumerations in a Verilog file: local parameters and plain vectors of the same encoding."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import Widths, parse_expression
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    if systemverilog(view):
        return
    changes: list[Change] = []
    line = 0
    for i in range(len(view.source)):
        if view.source.word(i) == "enum":
            found = _converted(view, i)
            if found:
                changes += found
                line = line or view.line(i)
    if changes:
        yield Finding(
            disjoint(changes),
            "Write the enumeration as local parameters",
            f"the enumeration on line {line} is SystemVerilog; in a Verilog file its members are local parameters",
            0.93,
        )


def _converted(view: View, i: int) -> list[Change]:
    source = view.source
    opener = i
    while source.word(opener) not in ("{", ";", ""):
        opener = source.skip(opener)
    close = source.partner.get(opener, -1)
    module = view.outline.module_at(i)
    if close < 0 or module is None:
        return []
    members = _members(view, opener, close)
    if members is None:
        return []
    typedef = source.word(i - 1) == "typedef"
    first = i - 1 if typedef else i
    highest = max(value for _, value, _ in members)
    packed = next(
        (source.slice(k, source.partner[k]) for k in range(i, opener) if source.word(k) == "[" and k in source.partner),
        "",
    )
    bits = max(highest.bit_length(), 1)
    one_bit = not packed and any(source.word(k) in ("logic", "bit", "reg") for k in range(i, opener))
    packed = packed or ("" if one_bit else f"[{bits - 1}:0]" if bits > 1 else "")
    indent = source.indent(first)
    items = f",\n{indent}           ".join(f"{name} = {text}" for name, _, text in members)
    head = f"localparam {packed} " if packed else "localparam "
    text = f"{head}{items};"
    end = close
    changes: list[Change] = []
    if typedef:
        name = close + 1
        type_name = source.word(name) if source.kind(name) is Kind.NAME else ""
        end = name if type_name else close
        end += source.word(end + 1) == ";"
        type_names = {type_name} if type_name else _unknown_types(view, module.first, module.last)
        for k in range(module.first, module.last):
            if source.word(k) in type_names and k != name and source.kind(k + 1) is Kind.NAME:
                changes.append(view.replace(k, k, f"reg {packed}".strip()))
            elif source.word(k) in type_names and source.word(k + 1) == "'" and source.word(k + 2) == "(":
                changes.append((source[k].start, source[k + 2].start, ""))
        changes.append(view.replace(first, end, text))
    else:
        changes.append((source[first].start, source[close].end, f"{text}\n{indent}reg {packed}".rstrip()))
    return changes


def _members(view: View, opener: int, close: int) -> list[tuple[str, int, str]] | None:
    """Name, value and literal of each member."""
    source = view.source
    module = view.outline.module_at(opener)
    facts = facts_of(view.context).get(module.name) if module else None
    out: list[tuple[str, int, str]] = []
    value = -1
    k = opener + 1
    while k < close:
        if source.kind(k) is not Kind.NAME:
            return None
        name, text = source.word(k), ""
        if source.word(k + 1) == "=":
            end = k + 2
            while end < close and source.word(end) != ",":
                end = source.skip(end)
            text = source.slice(k + 2, end - 1)
            given = Widths(source, facts).constant(parse_expression(source, k + 2, end - 1)) if facts else None
            if given is None:
                return None
            value, k = given, end
        else:
            value += 1
            k += 1
        out.append((name, value, text))
        k += source.word(k) == ","
    bits = max(max((v for _, v, _ in out), default=0).bit_length(), 1)
    return [(n, v, t or f"{bits}'d{v}") for n, v, t in out] or None


def _unknown_types(view: View, first: int, last: int) -> set[str]:
    """``state_t`` when the typedef itself lost its name."""
    source = view.source
    return {
        source.word(k)
        for k in range(first, last)
        if source.kind(k) is Kind.NAME
        and source.kind(k + 1) is Kind.NAME
        and source.word(k + 2) in (",", ";", "=")
        and source[k].first
    }


REPAIR = scanning("systemverilog_enum", find, safe=True)
