"""``if (a = b)`` where a comparison is meant."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_HEADS = frozenset(("if", "while", "elif", "elsif", "elseif"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text != "=" or token.kind is not Kind.SYMBOL or not _in_condition(view, i):
            continue
        if source.word(i + 1) in ("<", "!", "=", "==") and source[i + 1].start == token.end:
            continue
        found.append(
            Finding(
                (view.replace(i, i, "=="),),
                "Compare with `==`",
                f"the condition on line {view.line(i)} assigns with `=` where it should compare, so it needs `==`",
                0.94,
            )
        )
    yield from together(found, "Compare with `==` in all conditions")


def _in_condition(view: View, i: int) -> bool:
    source = view.source
    depth = 0
    for k in range(i - 1, max(i - 60, -1), -1):
        word = source.word(k)
        if word in (")", "]", "}"):
            depth += 1
        elif word in ("(", "[", "{"):
            if depth:
                depth -= 1
                continue
            if source.word(k - 1) in _HEADS:
                return True
            if source.word(k - 1) == "for":
                return False
            if source.word(k - 1) in ("=", "<=", "?", "&&", "||", "(", "!", ":") and word == "(":
                close = source.partner.get(k, -1)
                if source.word(close + 1) in ("?", "&&", "||", ")", ";"):
                    return source.word(k - 1) != "(" or _in_condition(view, k)
        elif word in _HEADS and depth == 0:
            return _before_body(view, i)
        elif word in (";", "begin", "end", "else", "module") or (source.kind(k) is Kind.KEYWORD and depth == 0):
            return False
    return False


def _before_body(view: View, i: int) -> bool:
    """In an unbracketed condition: the body (``begin`` or ``then``) is still to come on this line."""
    source = view.source
    return any(source.word(k) in ("begin", "then") for k in range(i, source.last_on_line(i) + 1))


REPAIR = scanning("assignment_in_condition", find)
