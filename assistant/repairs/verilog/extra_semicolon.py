"""Semicolons that cut a construct in two: ``if (a);`` before begin, ``end; else``, ``begin;``, ``else;``, ``;;``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_HEADS = frozenset(("if", "for", "while", "repeat", "case", "casez", "casex"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text != ";":
            continue
        before, after = source.word(i - 1), source.word(i + 1)
        why, confidence = "", 0.9
        if before == "end" and after == "else":
            why = "the semicolon ends the if statement, so the else has none to belong to"
        elif before == ")" and _closes_head(view, i - 1) and (after == "begin" or _deeper(view, i)):
            why = "the semicolon is an empty body, so what follows is always executed"
        elif before in ("begin", "else"):
            why, confidence = f"the semicolon after `{before}` is an empty statement", 0.85
        elif before in ("endmodule", "endcase", "endfunction", "endtask", "endgenerate", "join"):
            why, confidence = f"`{before}` takes no semicolon", 0.85
        elif before == ")" and _event(view, i - 1) and after == "begin":
            why = "the semicolon ends the always statement before its body"
        elif before == ";" and _in_for(view, i) and _crowded(view, i):
            why, confidence = "the second semicolon in the loop header is too much", 0.9
        elif before == ";" and not _in_for(view, i):
            why, confidence = "the second semicolon is an empty item", 0.8
        elif before == "end" and _before_case_item(view, i):
            why = "the semicolon after `end` is a statement of its own, where only a case item can stand"
        elif before == "end" and _at_module_level(view, i):
            why, confidence = "`end` of a procedure takes no semicolon", 0.75
        if why:
            found.append(
                Finding((view.remove(i, i),), "Remove the extra `;`", f"on line {view.line(i)} {why}", confidence)
            )
    yield from together(found, "Remove the extra semicolons")


def _before_case_item(view: View, i: int) -> bool:
    """What follows is a label, ``default`` or ``endcase``."""
    source = view.source
    if source.word(i + 1) in ("default", "endcase"):
        return True
    k = i + 1
    while source.kind(k) in (Kind.NUMBER, Kind.NAME, Kind.MACRO) and source.word(k + 1) == ",":
        k += 2
    return source.kind(k) in (Kind.NUMBER, Kind.NAME, Kind.MACRO) and source.word(k + 1) == ":"


def _closes_head(view: View, close: int) -> bool:
    opener = view.source.partner.get(close, -1)
    return opener > 0 and view.source.word(opener - 1) in _HEADS


def _event(view: View, close: int) -> bool:
    opener = view.source.partner.get(close, -1)
    return opener > 0 and view.source.word(opener - 1) == "@"


def _deeper(view: View, i: int) -> bool:
    """The next line is indented more than the line of the head, so it was meant as its body."""
    source = view.source
    if i + 1 >= len(source) or not source[i + 1].first:
        return False
    return source.column(i + 1) > source.column(i) and source.word(i + 1) not in ("end", "else")


def _in_for(view: View, i: int) -> bool:
    source = view.source
    for k in range(i - 1, max(i - 30, -1), -1):
        if source.word(k) == "(":
            return source.word(k - 1) == "for"
        if source.word(k) in ("begin", "end", ")"):
            return False
    return False


def _crowded(view: View, i: int) -> bool:
    """The loop header holds more than two semicolons."""
    source = view.source
    opener = next(k for k in range(i, -1, -1) if source.word(k) == "(" and source.word(k - 1) == "for")
    close = source.partner.get(opener, opener)
    return sum(source.word(k) == ";" for k in range(opener, close)) > 2


def _at_module_level(view: View, i: int) -> bool:
    module = view.outline.module_at(i)
    if module is None:
        return False
    return any(p.last == i - 1 for p in module.procedures)


REPAIR = scanning("extra_semicolon", find)
