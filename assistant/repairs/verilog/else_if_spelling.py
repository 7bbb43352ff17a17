"""``elif``, ``elsif``, ``elseif``: other languages' ``else if``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_SPELLINGS = frozenset(("elif", "elsif", "elseif", "elsiff", "else_if", "elsief", "esle_if"))
_FUSED = {"endelse": "end else", "elsebegin": "else begin", "beginif": "begin if", "endif_else": "end else"}


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text == "else" and _forgets_if(view, i):
            dash = source.word(i + 1) in ("-", "_")
            found.append(
                Finding(
                    (view.replace(i, i + dash, "else" if dash else "else if"),),
                    "Write `else if`",
                    f"the `else` on line {view.line(i)} has a condition; Verilog writes `else if`",
                    0.93,
                )
            )
        if token.kind is not Kind.NAME:
            continue
        lowered = token.text.lower()
        if lowered in _SPELLINGS and source.word(i + 1) not in ("<=", "=", ",", ";"):
            text = "if" if source.word(i - 1) == "else" else "else if"
        elif lowered in _FUSED:
            text = _FUSED[lowered]
        elif lowered in ("else", "if") and token.text != lowered:
            text = lowered
        else:
            continue
        found.append(
            Finding(
                (view.replace(i, i, text),),
                f"Write `{text}`",
                f"`{token.text}` on line {view.line(i)} is not a Verilog keyword; Verilog writes `{text}`",
                0.95,
            )
        )
    yield from together(found, "Write all of them as `else if`")


def _forgets_if(view: View, i: int) -> bool:
    """``else-if (a)`` and ``else (a) begin``."""
    source = view.source
    if source.word(i + 1) == "-" and source.word(i + 2) == "if":
        return True
    close = source.partner.get(i + 1, -1) if source.word(i + 1) == "(" else -1
    after = source.word(close + 1)
    if close < 0 or close + 1 >= len(source):
        return False
    return after in ("begin", "if", "case", "{") or source.kind(close + 1) is Kind.NAME


REPAIR = scanning("else_if_spelling", find, safe=True)
