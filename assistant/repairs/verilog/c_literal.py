"""Numbers written as in C, VHDL or carelessly: ``0x1F``, ``8b0101``, ``8'255``, ``'1'``, ``true``, ``NULL``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_LOST_BITS = (
    "slang:ConstantConversion",
    "slang:WidthTruncate",
    "slang:CaseOutsideRange",
    "verilator:WIDTHTRUNC",
    "verilator:WIDTHEXPAND",
)
"""How a bit string shows that is longer, as characters, than what it is assigned to."""
_WORDS = {"true": "1'b1", "false": "1'b0", "null": "0", "none": "0", "nullptr": "0"}


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        last = i
        if token.kind is Kind.MALFORMED:
            text = verilog_number(token.text)
        elif token.kind is Kind.NAME and token.text.lower() in _WORDS and not _declared(view, i):
            text = _WORDS[token.text.lower()]
        elif token.kind is Kind.NUMBER and token.text.isdigit() and source.word(i + 1) == "'":
            text, last = _missing_base(view, i), i + 2
        elif token.kind is Kind.STRING and _is_bit_string(view, i):
            digits = token.text.strip('"').replace("_", "")
            text = f"{len(digits)}'b{digits}"
        elif (
            token.text in ("x", "X", "b", "B")
            and source.kind(i + 1) is Kind.STRING
            and token.end == source[i + 1].start
        ):
            digits = source.word(i + 1).strip('"').replace("_", "")
            text, last = f"{len(digits) * 4}'h{digits}" if token.text in "xX" else f"{len(digits)}'b{digits}", i + 1
        else:
            continue
        if text is None:
            continue
        written = source.slice(i, last)
        found.append(
            Finding(
                (view.replace(i, last, text),),
                f"Write `{written}` as `{text}`",
                f"`{written}` on line {view.line(i)} is no Verilog literal, which is size'base digits; {text} is meant",
                0.93,
            )
        )
    found += _in_macros(view)
    yield from together(found, "Write all literals with size and base")


def _in_macros(view: View) -> Iterator[Finding]:
    """Literals in the text of a macro, which no token is made of."""
    for token in view.source.tokens:
        if token.kind is not Kind.DIRECTIVE or not token.text.startswith("`define"):
            continue
        body = token.text.partition("//")[0]
        for match in re.finditer(r"\b0[xX][0-9a-fA-F_]+|\b0[bB][01xXzZ_]+(?!\w)", body):
            text = verilog_number(match.group())
            if text is not None:
                yield Finding(
                    ((token.start + match.start(), token.start + match.end(), text),),
                    f"Write `{match.group()}` as `{text}`",
                    f"`{match.group()}` in the macro on line {token.line + 1} is no Verilog literal, which is size'base digits",
                    0.93,
                )


def verilog_number(text: str) -> str | None:
    """The Verilog literal for a malformed one, or ``None`` when it cannot be told."""
    if match := re.fullmatch(r"0[xX]([0-9a-fA-F_]+)", text):
        digits = match[1]
        return f"{4 * len(digits.replace('_', ''))}'h{digits}"
    if match := re.fullmatch(r"0[bB]([01xXzZ_]+)", text):
        digits = match[1]
        return f"{len(digits.replace('_', ''))}'b{digits}"
    if match := re.fullmatch(r"([\d_]+)([bBhHoOdD])([0-9a-fA-FxXzZ_?]+)", text):
        return f"{match[1]}'{match[2].lower()}{match[3]}"
    if match := re.fullmatch(r"([\d_]+)'(\d\w*)", text):
        size, digits = int(match[1].replace("_", "")), match[2]
        plain = digits.replace("_", "")
        if re.fullmatch(r"[01]+", plain) and len(plain) == size and size > 1:
            return f"{size}'b{digits}"
        if inner := re.fullmatch(r"0[xX]([0-9a-fA-F_]+)", digits):
            return f"{size}'h{inner[1]}"
        if plain.isdigit():
            return f"{size}'d{digits}"
        return f"{size}'h{digits}" if re.fullmatch(r"[0-9a-fA-F]+", plain) else None
    if match := re.fullmatch(r"'([01xXzZ])'", text):
        return f"1'b{match[1].lower()}"
    return None


def _is_bit_string(view: View, i: int) -> bool:
    """VHDL's ``"0101"`` as a value: assigned, compared, or the label of a case item."""
    source = view.source
    if not re.fullmatch(r'"[01xXzZ_]{2,}"', source.word(i)) or view.outline.module_at(i) is None:
        return False
    before, after = source.word(i - 1), source.word(i + 1)
    return before in ("<=", "=", "==", "!=", "?", "&", "|", "^", "+", "-", ":=") or (
        after == ":" and before in (";", "end", ")", "begin", "endcase")
    )


def _missing_base(view: View, i: int) -> str | None:
    """``8'FF``, read as a number, a stray quote and a name."""
    source = view.source
    digits = source.word(i + 2)
    if (
        source.kind(i + 2) is Kind.NAME
        and re.fullmatch(r"[0-9a-fA-F_]+", digits)
        and source[i + 2].start == source[i].end + 1
    ):
        return f"{source.word(i)}'h{digits}"
    return None


def _declared(view: View, i: int) -> bool:
    module = view.outline.module_at(i)
    return module is not None and module.find(view.source.word(i)) is not None


REPAIR = scanning("c_literal", find, codes=(*_LOST_BITS, "*"), safe=True)
