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


REPAIR = scanning("else_if_spelling", find, safe=True)
