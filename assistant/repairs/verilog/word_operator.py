"""Operators spelt as words: ``a and b``, ``not a``, ``a xor b``, ``a mod b``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_BITWISE = {
    "and": "&",
    "or": "|",
    "xor": "^",
    "xnor": "~^",
    "mod": "%",
    "rem": "%",
    "sll": "<<",
    "srl": ">>",
    "sra": ">>>",
    "x": "*",
}
_LOGICAL = {"and": "&&", "or": "||"}
_ENDS_OPERAND = frozenset((")", "]", "}"))
_STARTS_OPERAND = frozenset(("(", "{", "~", "!", "&", "|", "^", "-"))
_BEFORE_NOT = frozenset(
    ("=", "<=", "(", ",", "?", ":", "&", "|", "^", "&&", "||", "and", "or", "xor", "if", "==", "!=", "{", "return")
)


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        word = token.text
        if word in _BITWISE and _between_operands(view, i) and not _declared(view, i):
            logical = word in _LOGICAL and _in_condition(view, i)
            text = _LOGICAL[word] if logical else _BITWISE[word]
            if _in_event(view, i):
                continue
        elif word == "not" and source.word(i - 1) in _BEFORE_NOT and _starts_operand(view, i + 1):
            text = "!" if _in_condition(view, i) else "~"
            if source[i + 1].start > token.end:
                found.append(_finding(view, i, (token.start, source[i + 1].start, text), text))
                continue
        else:
            continue
        found.append(_finding(view, i, view.replace(i, i, text), text))
    yield from together(found, "Write all word operators as symbols")


def _finding(view: View, i: int, change: tuple[int, int, str], text: str) -> Finding:
    word = view.source.word(i)
    return Finding(
        (change,),
        f"Write `{text}` for `{word}`",
        f"`{word}` on line {view.line(i)} is used as an operator; in Verilog the word is a gate, the operator is `{text}`",
        0.9,
    )


def _between_operands(view: View, i: int) -> bool:
    source = view.source
    before = source.word(i - 1)
    ends = source.kind(i - 1) in (Kind.NAME, Kind.NUMBER, Kind.MALFORMED, Kind.MACRO) or before in _ENDS_OPERAND
    return ends and i > 0 and _starts_operand(view, i + 1) and not (source[i].first and source.word(i - 1) == ")")


def _starts_operand(view: View, i: int) -> bool:
    source = view.source
    return source.kind(i) in (Kind.NAME, Kind.NUMBER, Kind.MALFORMED, Kind.MACRO, Kind.SYSTEM) or (
        source.word(i) in _STARTS_OPERAND or source.word(i) == "not"
    )


def _in_event(view: View, i: int) -> bool:
    """True inside ``@( … )``."""
    return _enclosing(view, i) == "@"


def _in_condition(view: View, i: int) -> bool:
    return _enclosing(view, i) in ("if", "while", "elif", "elsif", "elseif", "for")


def _enclosing(view: View, i: int) -> str:
    """The word before the outermost parenthesis open at ``i`` in this statement, or ``if`` of an unbracketed condition."""
    source = view.source
    found = ""
    depth = 0
    for k in range(i - 1, max(i - 80, -1), -1):
        word = source.word(k)
        if word in (")", "]", "}"):
            depth += 1
        elif word in ("(", "[", "{"):
            if depth == 0:
                found = source.word(k - 1)
                if found == "@":
                    return found
            else:
                depth -= 1
        elif word in ("if", "while", "elif", "elsif") and depth == 0:
            return "if"
        elif word in (";", "begin", "end", "=", "<=", "assign") and depth == 0:
            break
    return found


def _declared(view: View, i: int) -> bool:
    module = view.outline.module_at(i)
    return module is not None and module.find(view.source.word(i)) is not None


REPAIR = scanning("word_operator", find, safe=True)
