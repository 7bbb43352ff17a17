"""Digits that the base does not have: ``4'b0012``, ``8'dFF``, ``1'bo``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import literal_value
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_LEGAL = {"b": "01xXzZ?_", "o": "01234567xXzZ?_", "d": "0123456789_xXzZ?", "h": "0123456789abcdefABCDEFxXzZ?_"}
_LOOKALIKE = str.maketrans("oOlI", "0011")


def find(view: View) -> Iterator[Finding]:
    """Each reading of each literal alone and, when there are several literals, the likeliest of all at once."""
    found = [readings for i in range(len(view.source)) if (readings := _findings(view, i))]
    if len(found) > 1:
        best = [max(readings, key=lambda f: f.confidence) for readings in found]
        yield next(iter(together(best, "Correct all literals with digits that their base does not have")))
    for readings in found:
        yield from readings


def _findings(view: View, i: int) -> list[Finding]:
    token = view.source[i]
    if token.kind is not Kind.NUMBER:
        return []
    match = re.fullmatch(r"([\d_]*)\s*'([sS]?)([bodhBODH])\s*([0-9a-zA-Z_?]+)", token.text)
    if match is None or all(c in _LEGAL[match[3].lower()] for c in match[4]):
        return []
    size, sign, base, digits = match.groups()
    taken = _sibling_labels(view, i)
    return [
        Finding(
            (view.replace(i, i, text),),
            f"Write `{text}`",
            f"`{token.text}` on line {view.line(i)} has digits that base {base} does not have; {text} is the likely meaning",
            confidence * 0.3 if literal_value(text)[1] in taken else confidence,
            ambiguous,
        )
        for text, confidence, ambiguous in _readings(size, sign, base.lower(), digits)
    ]


def _sibling_labels(view: View, i: int) -> set[int | None]:
    """Values of the other labels when the literal is the label of a case item."""
    source = view.source
    procedure = view.outline.procedure_at(i)
    if procedure is None or source.word(i + 1) != ":":
        return set()
    for statement in procedure.statements():
        labels = [label for label in statement.labels if label is not None]
        if any(label[0] <= i <= label[1] for label in labels):
            return {
                literal_value(source.word(k))[1] for first, last in labels for k in range(first, last + 1) if k != i
            }
    return set()


def _readings(size: str, sign: str, base: str, digits: str) -> Iterator[tuple[str, float, bool]]:
    plain = digits.replace("_", "")
    lookalike = digits.translate(_LOOKALIKE)
    if all(c in _LEGAL[base] for c in lookalike):
        yield f"{size}'{sign}{base}{lookalike}", 0.9, False
    elif base == "h":
        yield f"{size}'{sign}h{re.sub('[^0-9a-fA-F_]', '0', digits)}", 0.4, True
        yield f"{size}'{sign}h{re.sub('[^0-9a-fA-F_]', 'F', digits)}", 0.35, True
    bits = int(size.replace("_", "")) if size else 32
    if plain.isdigit() and int(plain) < 1 << bits:
        yield f"{size}'{sign}d{int(plain)}", 0.6, True
    if re.fullmatch(r"[0-9a-fA-FxXzZ]+", plain) and base != "h":
        known = re.fullmatch(r"[0-9a-fA-F]+", plain) is not None
        if not known or int(plain, 16) < 1 << bits:
            yield f"{size}'{sign}h{digits}", 0.85 if base == "d" else 0.5, base != "d"
    if base == "b" and plain.isdigit():
        yield f"{size}'{sign}b{re.sub('[2-9]', '1', digits)}", 0.3, True
        yield f"{size}'{sign}b{re.sub('[2-9]', '0', digits)}", 0.29, True


REPAIR = scanning("illegal_digit", find)
