"""Concatenations in other forms: ``(a, b)``, ``[a, b]``, ``{a b}``, ``{a, b,}``, ``{a; b}``, ``'{a, b}``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_BEFORE = frozenset(("=", "<=", "?", ":", "&", "|", "^", "+", "-", "==", "!=", "{", ",", "return", "(", "assign"))
_OPERANDS = (Kind.NAME, Kind.NUMBER, Kind.MACRO, Kind.MALFORMED)


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        close = source.partner.get(i, -1)
        if close < i or token.text not in ("(", "[", "{"):
            continue
        if token.text == "{":
            found += _inside(view, i, close)
        elif source.word(i - 1) in _BEFORE and _has_comma(view, i, close) and not _in_list(view, i):
            found.append(
                Finding(
                    (view.replace(i, i, "{"), view.replace(close, close, "}")),
                    "Concatenate with braces",
                    f"`{' '.join(source.slice(i, close).split())}` on line {view.line(i)} joins signals; Verilog concatenates in braces",
                    0.9,
                )
            )
    yield from together(found, "Write all concatenations in braces with commas")


def _has_comma(view: View, i: int, close: int) -> bool:
    source = view.source
    k = i + 1
    while k < close:
        if source.word(k) == ",":
            return True
        if source.word(k) in (";", "begin"):
            return False
        k = source.skip(k)
    return False


def _in_list(view: View, i: int) -> bool:
    """The parenthesis of a call, port list or instance rather than of an expression."""
    source = view.source
    return source.word(i) == "(" and source.word(i - 1) in ("(", ",") and source.word(i + 1) == "."


def _inside(view: View, i: int, close: int) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    k = i + 1
    while k < close:
        if source.word(k) == ";":
            return
        after = source.skip(k)
        end = after - 1
        if after == close and source.word(k) == ",":
            changes.append(view.remove(k, k))
        elif after < close and _ends(view, end) and source.kind(after) in _OPERANDS and not _operatorlike(view, after):
            changes.append(view.behind(end, ","))
        k = after
    if changes:
        yield Finding(
            disjoint(changes),
            "Separate the parts by commas",
            f"the parts of the concatenation on line {view.line(i)} must be separated by single commas",
            0.9,
        )


def _ends(view: View, k: int) -> bool:
    return view.source.kind(k) in _OPERANDS or view.source.word(k) in ("]", ")", "}")


def _operatorlike(view: View, k: int) -> bool:
    return view.source.word(k) in ("and", "or", "xor", "not", "x", "mod")


REPAIR = scanning("concatenation_form", find, safe=True)
