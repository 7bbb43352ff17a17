"""A closing bracket whose opening one was forgotten: ``if a == b)``, ``data 3:0]``, ``= a, b};``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import OPENING, Kind

_OPENER = {closer: opener for opener, closer in OPENING.items() if opener != "'{"}
_HEADS = frozenset(("if", "while", "case", "casez", "casex", "for", "repeat", "@"))
_OPERANDS = (Kind.NAME, Kind.NUMBER, Kind.MACRO, Kind.MALFORMED)


def find(view: View) -> Iterator[Finding]:
    for closer in view.source.unopened:
        place = _place(view, closer)
        if place is None:
            continue
        index, confidence = place
        bracket = _OPENER[view.source.word(closer)]
        yield Finding(
            (view.behind(index, bracket),),
            f"Open `{bracket}` after `{view.source.word(index)}`",
            f"the `{view.source.word(closer)}` on line {view.line(closer)} closes a bracket that was never opened",
            confidence,
        )


def _place(view: View, closer: int) -> tuple[int, float] | None:
    """The token behind which the bracket was forgotten."""
    source = view.source
    word = source.word(closer)
    k = closer - 1
    while k >= 0 and source.word(k) not in (";", "begin", "end", "endmodule", "else"):
        if source.word(k) in (")", "]", "}") and k in source.partner:
            k = source.partner[k] - 1
            continue
        before = source.kind(k - 1)
        if word == ")" and source.word(k) in _HEADS:
            return k, 0.9
        if word == ")" and source.kind(k) is Kind.NAME and source.word(k - 1) == "." and closer > k + 1:
            return k, 0.92
        if word == "}" and source.word(k) in ("=", "<=", "(", "?", ":", "return"):
            return k, 0.88
        if word == "]" and source.kind(k) in _OPERANDS and before is Kind.NAME:
            return k - 1, 0.9
        if word == ")" and source.kind(k) in _OPERANDS and before in (Kind.NAME, Kind.SYSTEM):
            return k - 1, 0.7
        if source.word(k) in ("(", "[", "{") and word != "}":
            return None
        k -= 1
    return None


REPAIR = scanning("missing_opening_bracket", find)
