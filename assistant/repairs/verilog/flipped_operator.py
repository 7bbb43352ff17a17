"""Comparisons with their characters swapped or borrowed: ``=<``, ``=>``, ``=!``, ``<>``, ``~=``, ``/=``, ``= =``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_PAIRS = {("=", "<"): "<=", ("=", "!"): "!=", ("<", ">"): "!=", ("~", "="): "!=", ("=", "="): "==", ("=", "=="): "==", ("==", "="): "===",
          ("!=", "=="): "!=="}  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i in range(1, len(source) - 1):
        word, after = source.word(i), source.word(i + 1)
        last, text = i, ""
        if source.kind(i) is not Kind.SYMBOL or not _operand_before(view, i):
            continue
        if word == "=>" and _compares(view, i):
            text = ">="
        elif word == "/=" and _compares(view, i):
            text = "!="
        elif (
            (word, after) in _PAIRS
            and (word == after == "=" or source[i].end == source[i + 1].start)
            and _compares(view, i)
        ):
            last, text = i + 1, _PAIRS[(word, after)]
        elif (word, after) == ("=", "<") and source[i].end == source[i + 1].start and source.word(i + 2) != "<":
            last, text = i + 1, "<="
        elif word == "==" and _is_statement(view, i):
            text = "="
        if text:
            written = source.slice(i, last)
            found.append(
                Finding(
                    (view.replace(i, last, text),),
                    f"Write `{text}` for `{written}`",
                    f"`{written}` on line {view.line(i)} is not the operator meant; it is written `{text}`",
                    0.88,
                )
            )
    yield from together(found, "Write all swapped operators right")


def _operand_before(view: View, i: int) -> bool:
    source = view.source
    return source.kind(i - 1) in (Kind.NAME, Kind.NUMBER, Kind.MALFORMED, Kind.MACRO) or source.word(i - 1) in (
        ")",
        "]",
        "}",
    )


def _compares(view: View, i: int) -> bool:
    """True where only a comparison makes sense: in a condition, or behind the statement's assignment operator."""
    source = view.source
    depth = 0
    for k in range(i - 1, max(i - 60, -1), -1):
        word = source.word(k)
        if word in (")", "]", "}"):
            depth += 1
        elif word in ("(", "[", "{"):
            if depth == 0:
                before = source.word(k - 1)
                if before in ("if", "while", "elif", "elsif", "elseif"):
                    return True
                if before == "for" or word == "{":
                    return False
            else:
                depth -= 1
        elif (depth == 0 and word in ("=", "<=", ":=")) or (depth == 0 and word in ("if", "while", "return")):
            return True
        elif word in (";", "begin", "end", "else", "when", "case") and depth <= 0:
            # Inside the header of a ``for`` the condition follows a semicolon.
            return word == ";" and _for_condition(view, k)
    return False


def _for_condition(view: View, k: int) -> bool:
    source = view.source
    for j in range(k - 1, max(k - 20, -1), -1):
        if source.word(j) == "(":
            return source.word(j - 1) == "for"
        if source.word(j) in (";", "end", "begin"):
            return False
    return False


def _is_statement(view: View, i: int) -> bool:
    """``x == 3;`` standing alone, where an assignment was meant."""
    source = view.source
    first = i - 1
    while source.word(first) == "]" and first in source.partner:
        first = source.partner[first] - 1
    return source.kind(first) is Kind.NAME and source.word(first - 1) in (
        ";",
        "begin",
        "else",
        "end",
        "assign",
        "parameter",
        "localparam",
    )


REPAIR = scanning("flipped_operator", find)
