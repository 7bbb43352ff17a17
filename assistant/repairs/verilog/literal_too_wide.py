"""A literal whose digits do not fit its size: ``4'd16``, ``8'hFFF``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import COMPARISONS, Widths, literal_value, parse_expression
from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.tokens import Kind
from backends.outcome import Diagnostic

_BITS = {"b": 1, "o": 3, "h": 4}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    """The literal the tool means and, when there are more such literals, all of them at once."""
    i = view.token_at(diagnostic)
    source = view.source
    if source.kind(i) is not Kind.NUMBER:
        i = next(
            (k for k in range(source.first_on_line(i), source.last_on_line(i) + 1) if _overflows(source.word(k))), -1
        )
    if i < 0 or not _overflows(source.word(i)):
        return
    wide = [k for k in range(len(source)) if source.kind(k) is Kind.NUMBER and _overflows(source.word(k))]
    if len(wide) > 1:
        yield next(iter(together([_widened(view, k) for k in wide], "Size all literals to their digits")))
    yield _widened(view, i)


def _widened(view: View, i: int) -> Finding:
    source = view.source
    match = re.fullmatch(r"([\d_]+)(\s*'[sS]?[bodhBODH]\s*)([0-9a-zA-Z_?]+)", source.word(i))
    assert match is not None
    needed = _needed(match[2], match[3])
    target = _target(view, i)
    text = f"{max(needed, target or 0) if target and target >= needed else needed}{match[2]}{match[3]}"
    return Finding(
        (view.replace(i, i, text),),
        f"Write `{text}`",
        f"`{source.word(i)}` on line {view.line(i)} needs {needed} bits, so its upper digits are lost",
        0.8 if target and target >= needed else 0.5,
        ambiguous=not (target and target >= needed),
    )


def _overflows(text: str) -> bool:
    match = re.fullmatch(r"([\d_]+)(\s*'[sS]?[bodhBODH]\s*)([0-9a-zA-Z_?]+)", text)
    return match is not None and _needed(match[2], match[3]) > int(match[1].replace("_", ""))


def _needed(base: str, digits: str) -> int:
    """Bits the digits stand for, leading zeros not counted."""
    letter = base.strip().lower()[-1]
    plain = digits.replace("_", "").lstrip("0")
    if letter == "d":
        return int(plain).bit_length() if plain.isdigit() else 0
    value = literal_value(f"64'{letter}{plain or '0'}")[1]
    return value.bit_length() if value is not None else _BITS[letter] * len(plain)


def _target(view: View, i: int) -> int | None:
    """Width of what the literal is assigned to or compared with."""
    source = view.source
    module = view.outline.module_at(i)
    facts = facts_of(view.context).get(module.name) if module else None
    if module is None or facts is None:
        return None
    widths = Widths(source, facts)
    if source.word(i - 1) in COMPARISONS - {"<="} and source.kind(i - 2) is Kind.NAME:
        return widths.of(parse_expression(source, i - 2, i - 2)).bits
    for assignment in module.assignments:
        if assignment.right == (i, i):
            return widths.of(parse_expression(source, *assignment.left)).bits
    return None


REPAIR = pointed(
    "literal_too_wide", ("slang:VectorLiteralOverflow", "icarus:error", "verilator:WIDTHTRUNC", "verilator:error"), find
)
