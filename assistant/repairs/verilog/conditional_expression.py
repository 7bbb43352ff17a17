"""Choices in an expression as other languages write them: ``if (c) a else b``, ``a if c else b``, ``a when c else b``, ``c ? a``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import expression_end
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text not in ("=", "<="):
            continue
        end = _value_end(view, i + 1)
        if end <= i:
            continue
        if source.word(i + 1) == "if":
            text = _prefix(view, i + 1, end)
        elif any(source.word(k) in ("if", "when") and not source[k].first for k in range(i + 2, end)):
            text = _infix(view, i + 1, end)
        else:
            continue
        if text is not None:
            found.append(
                Finding(
                    (view.replace(i + 1, end, text),),
                    "Choose with `? :`",
                    f"the value assigned on line {view.line(i)} is chosen with words; in a Verilog expression that is `c ? a : b`",
                    0.92,
                )
            )
    yield from together(found, "Choose with `? :` everywhere")
    yield from _unfinished(view)


def _value_end(view: View, i: int) -> int:
    """Last token before the ``;``."""
    source = view.source
    k = i
    while k < len(source) and source.word(k) not in (";", "begin", "end", "endmodule", "always", "assign"):
        k = source.skip(k)
    return k - 1


def _prefix(view: View, i: int, end: int) -> str | None:
    """``if (c) a else if (d) b else e``."""
    source = view.source
    if source.word(i) != "if":
        return source.slice(i, end)
    if source.word(i + 1) == "(" and i + 1 in source.partner:
        close = source.partner[i + 1]
        condition, start = source.slice(i + 1, close), close + 1
    else:
        stop = expression_end(source, i + 1, end)
        condition, start = f"({source.slice(i + 1, stop)})", stop + 1
    start += source.word(start) == "then"
    other = next((k for k in range(start, end) if source.word(k) == "else"), -1)
    if other < 0:
        return None
    rest = _prefix(view, other + 1, end)
    return None if rest is None else f"{condition} ? {source.slice(start, other - 1)} : {rest}"


def _infix(view: View, i: int, end: int) -> str | None:
    """``a if c else b`` and ``a when c else b``."""
    source = view.source
    word = next((k for k in range(i, end) if source.word(k) in ("if", "when")), -1)
    other = next((k for k in range(word, end) if source.word(k) == "else"), -1)
    if word < 0 or other < 0:
        return None
    rest = (
        _infix(view, other + 1, end)
        if any(source.word(k) in ("if", "when") for k in range(other, end))
        else source.slice(other + 1, end)
    )
    return None if rest is None else f"({source.slice(word + 1, other - 1)}) ? {source.slice(i, word - 1)} : {rest}"


def _unfinished(view: View) -> Iterator[Finding]:
    """``c ? a;`` lacks its second value; 0 is the usual one, but that is a guess."""
    source = view.source
    for i, token in enumerate(source.tokens):
        if token.text != "?":
            continue
        end = expression_end(source, i + 1, len(source))
        if end > i and source.word(end + 1) == ";":
            line = view.line(i)
            yield Finding(
                (view.behind(end, " : 0" if source.word(end) != "1'b1" else " : 1'b0"),),
                "Add the value for the other case",
                f"the choice on line {line} has no value for when its condition is false; 0 is assumed",
                0.6,
                ambiguous=True,
            )


REPAIR = scanning("conditional_expression", find)
