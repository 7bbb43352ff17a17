"""Reads declarations: ``output reg signed [7:0] a, b = 0;`` and the comma-separated lists of a module header."""

from __future__ import annotations

from assistant.repairs.verilog.keywords import (
    DECLARING,
    DIRECTIONS,
    MODULE_ITEMS,
    NETS,
    PARAMETERS,
    PROCEDURES,
    VARIABLES,
)
from assistant.repairs.verilog.outline import Declaration
from assistant.repairs.verilog.tokens import Kind, Source

_QUALIFIERS = frozenset(("signed", "unsigned", "var", "automatic", "static", "const", "vectored", "scalared"))


def declaration_statement(source: Source, first: int, stop: int) -> tuple[list[Declaration], int]:
    """The names declared by the statement at ``first``, and the token after it (its ``;`` included when it is there)."""
    if source.word(first) == "typedef":
        return _typedef(source, first, stop)
    head = _Head(source, first)
    i = head.end
    out: list[Declaration] = []
    while i < stop:
        if source.kind(i) is Kind.NAME:
            declaration, i = _declarator(source, head, i, stop)
            out.append(declaration)
        if source.word(i) == ",":
            i += 1
            if source.word(i) in DECLARING:
                inner = _Head(source, i)
                head = inner if source.kind(inner.end) is Kind.NAME else head
                i = head.end if head is inner else i
            elif source.word(i) == "[":
                i = source.skip(i)
            continue
        break
    end = i if source.word(i) == ";" and i < stop else i - 1
    for d in out:
        d.first, d.last, d.siblings = first, max(end, first), len(out)
    return out, max(end, first) + 1


def port_list(source: Source, first: int, close: int) -> tuple[list[tuple[str, int]], list[Declaration]]:
    """Port names in order with their tokens, and a declaration for each that is declared here (ANSI style)."""
    order: list[tuple[str, int]] = []
    out: list[Declaration] = []
    head: _Head | None = None
    i = first
    while i < close:
        start = i
        if source.word(i) in DECLARING or source.word(i) in _QUALIFIERS or source.word(i) == "[":
            new = _Head(source, i)
            if not new.direction and head is not None:
                new.direction = head.direction
            head, i = new, new.end
        elif source.kind(i) is Kind.NAME and source.kind(i + 1) is Kind.NAME:
            new = _Head(source, i)
            head, i = new, new.end
        if i < close and source.kind(i) is Kind.NAME:
            order.append((source.word(i), i))
            declaration, end = _declarator(source, head or _Head(source, i), i, close)
            if head is not None:
                declaration.first, declaration.last, declaration.place = start, end - 1, "header"
                out.append(declaration)
            i = end
        while i < close and source.word(i) not in (",", ";") and source.word(i) not in DIRECTIONS:
            i = source.skip(i)
        i += source.word(i) in (",", ";")
        i = max(i, start + 1)
    return order, out


def parameter_list(source: Source, first: int, close: int) -> list[Declaration]:
    """The parameters of ``#( … )``."""
    out: list[Declaration] = []
    i = first
    while i < close:
        start = i
        head = _Head(source, i)
        head.kind = head.kind if head.kind in PARAMETERS else "parameter"
        i = head.end
        if source.kind(i) is Kind.NAME:
            declaration, i = _declarator(source, head, i, close)
            declaration.first, declaration.last, declaration.place = start, i - 1, "header"
            out.append(declaration)
        while i < close and source.word(i) not in (",", ";"):
            i = source.skip(i)
        i = max(i + 1, start + 1)
    return out


class _Head:
    """Everything before the first declared name."""

    def __init__(self, source: Source, first: int) -> None:
        self.direction = self.kind = self.packed = ""
        self.signed = False
        self.keyword_token = -1
        words: list[str] = []
        i = first
        while True:
            word = source.word(i)
            if word in DIRECTIONS:
                self.direction = word
            elif word in PARAMETERS or word == "genvar":
                self.kind = word
            elif word in NETS or word in VARIABLES:
                if self.kind not in PARAMETERS:
                    self.kind, self.keyword_token = word, i
            elif word in _QUALIFIERS:
                self.signed = self.signed or word == "signed"
            elif word == "[":
                end = source.skip(i)
                self.packed += source.slice(i, end - 1)
                i = end
                continue
            elif (
                source.kind(i) is Kind.NAME
                and not self.kind
                and (
                    source.kind(i + 1) is Kind.NAME
                    or (source.word(i + 1) == "[" and source.kind(source.skip(i + 1)) is Kind.NAME)
                )
            ):
                self.kind, self.keyword_token = word, i
            elif word in ("enum", "struct", "union"):
                while source.word(i) not in ("{", ";", ""):
                    i += 1
                i, self.kind = source.skip(i), word
                continue
            else:
                break
            words.append(word)
            i += 1
        self.words = tuple(words)
        self.end = i


def _declarator(source: Source, head: _Head, i: int, stop: int) -> tuple[Declaration, int]:
    declaration = Declaration(
        name=source.word(i),
        token=i,
        first=i,
        last=i,
        direction=head.direction,
        kind=head.kind,
        signed=head.signed,
        packed=head.packed,
        words=head.words,
        keyword_token=head.keyword_token,
    )
    i += 1
    while source.word(i) == "[" and i < stop:
        end = source.skip(i)
        declaration.unpacked += source.slice(i, end - 1)
        i = end
    if source.word(i) == "=" and i < stop:
        start = i = i + 1
        while i < stop and source.word(i) not in (",", ";") and not _begins_item(source, i):
            i = source.skip(i)
        declaration.initial = (start, i - 1)
    return declaration, i


def _begins_item(source: Source, i: int) -> bool:
    word = source.word(i)
    return source[i].kind is Kind.KEYWORD and (word in MODULE_ITEMS or word in DECLARING or word in PROCEDURES)


def _typedef(source: Source, first: int, stop: int) -> tuple[list[Declaration], int]:
    """The members of an enumeration, as local parameters."""
    out: list[Declaration] = []
    i = first + 1
    while i < stop and source.word(i) not in ("{", ";"):
        i = source.skip(i)
    if source.word(i) == "{":
        close = source.partner.get(i, i)
        if source.word(first + 1) == "enum":
            k = i + 1
            while k < close:
                if source.kind(k) is Kind.NAME:
                    out.append(Declaration(source.word(k), k, first, close, kind="localparam"))
                while k < close and source.word(k) != ",":
                    k = source.skip(k)
                k += 1
        i = close + 1
    if source.kind(i) is Kind.NAME and i < stop:
        i += 1
    return out, i + (source.word(i) == ";")
