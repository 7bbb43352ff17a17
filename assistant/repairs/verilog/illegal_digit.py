"""Digits that the base does not have: ``4'b0012``, ``8'dFF``, ``1'bo``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_LEGAL = {"b": "01xXzZ?_", "o": "01234567xXzZ?_", "d": "0123456789_xXzZ?", "h": "0123456789abcdefABCDEFxXzZ?_"}
_LOOKALIKE = str.maketrans("oOlI", "0011")


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for i, token in enumerate(source.tokens):
        if token.kind is not Kind.NUMBER:
            continue
        match = re.fullmatch(r"([\d_]*)\s*'([sS]?)([bodhBODH])\s*([0-9a-zA-Z_?]+)", token.text)
        if match is None or all(c in _LEGAL[match[3].lower()] for c in match[4]):
            continue
        size, sign, base, digits = match.groups()
        for text, confidence, ambiguous in _readings(size, sign, base.lower(), digits):
            yield Finding(
                (view.replace(i, i, text),),
                f"Write `{text}`",
                f"`{token.text}` on line {view.line(i)} has digits that base {base} does not have; {text} is the likely meaning",
                confidence,
                ambiguous,
            )


def _readings(size: str, sign: str, base: str, digits: str) -> Iterator[tuple[str, float, bool]]:
    plain = digits.replace("_", "")
    lookalike = digits.translate(_LOOKALIKE)
    if all(c in _LEGAL[base] for c in lookalike):
        yield f"{size}'{sign}{base}{lookalike}", 0.9, False
    bits = int(size.replace("_", "")) if size else 32
    if plain.isdigit() and int(plain) < 1 << bits:
        yield f"{size}'{sign}d{int(plain)}", 0.6, True
    if re.fullmatch(r"[0-9a-fA-FxXzZ]+", plain) and base != "h":
        known = re.fullmatch(r"[0-9a-fA-F]+", plain) is not None
        if not known or int(plain, 16) < 1 << bits:
            yield f"{size}'{sign}h{digits}", 0.85 if base == "d" else 0.5, base != "d"
    if base == "b" and plain.isdigit():
        yield f"{size}'{sign}b{re.sub('[2-9]', '1', digits)}", 0.3, True


REPAIR = scanning("illegal_digit", find)
