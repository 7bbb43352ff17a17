"""Several statements under one ``if``, ``else``, ``for``, ``always`` or case label, without begin (and end)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.blocks import is_even
from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_HEADS = frozenset(("if", "for", "while", "repeat", "@"))


def find(view: View) -> Iterator[Finding]:
    only_begin: list[Finding] = []
    both: list[Finding] = []
    even = is_even(view)
    for head_end, head in _heads(view):
        body = _indented_body(view, head_end)
        if body is None:
            continue
        last, closes = body
        begin = view.behind(head_end, " begin")
        line = view.line(head_end)
        cause = f"several statements are indented under the `{head}` on line {line}, but without begin only the first belongs to it"
        if closes and not even:
            only_begin.append(Finding((begin,), "Add `begin`", f"{cause}; its `end` is there", 0.9))
        end = _end(view, head_end, last)
        both.append(Finding((begin, end), "Add `begin` and `end`", cause, 0.75 if not closes else 0.4))
    yield from together(only_begin, "Add the missing `begin`s", alone=0.8)
    yield from (Finding(f.changes, f.title, f.cause, f.confidence, f.ambiguous) for f in both)
    yield from _begin_for_end(view)


def _heads(view: View) -> Iterator[tuple[int, str]]:
    """The last token of each head that takes one statement, with its keyword."""
    source = view.source
    for i, token in enumerate(source.tokens):
        word = token.text
        if word == ")" and i in source.partner:
            opener = source.partner[i]
            head = source.word(opener - 1)
            if head in _HEADS:
                yield i, "always" if head == "@" else head
        elif word == "else" and source.word(i + 1) != "if":
            yield i, word
        elif word == "*" and source.word(i - 1) == "@":
            yield i, "always"
        elif word in ("initial", "always_comb") and token.kind is Kind.KEYWORD:
            yield i, word
        elif word == ":" and _case_label(view, i):
            yield i, "case label"


def _case_label(view: View, i: int) -> bool:
    source = view.source
    if i + 1 >= len(source) or not source[i + 1].first or not source[source.first_on_line(i)].first:
        return False
    label = source.first_on_line(i)
    constant = source.kind(i - 1) in (Kind.NAME, Kind.NUMBER, Kind.MACRO) or source.word(i - 1) == "default"
    return (
        constant and source.word(label) != "(" and not any(source.word(k) in ("?", "=", "<=") for k in range(label, i))
    )


def _indented_body(view: View, head_end: int) -> tuple[int, bool] | None:
    """Last token of the statements indented deeper than the head's line, and whether an ``end`` for them follows.

    ``None`` when there are fewer than two, or a begin is there.
    """
    source = view.source
    i = head_end + 1
    if (
        i >= len(source)
        or source.word(i) in ("begin", ";", "case", "casez", "casex", "fork", "{")
        or not source[i].first
    ):
        return None
    column = source.column(head_end)
    inner = source.column(i)
    if inner <= column:
        return None
    statements = 0
    last = i
    k = i
    while k < len(source):
        if source[k].first:
            here = source.column(k)
            if here <= column:
                break
            if here == inner and source.word(k) not in ("end", "else", "endcase"):
                statements += 1
        if source.word(k) in ("endmodule", "module"):
            break
        last = k
        k += 1
    closes = k < len(source) and source.word(k) == "end" and source.column(k) == column
    # With the indented "end" of an inner statement last, two or more still count.
    return (last, closes) if statements >= 2 else None


def _end(view: View, head_end: int, last: int) -> Change:
    return view.new_line_behind(last, "end", view.source.indent(head_end))


def _begin_for_end(view: View) -> Iterator[Finding]:
    """``if (x)`` + one statement + ``end``: the begin was forgotten though only one statement follows."""
    source = view.source
    if is_even(view):
        return
    for head_end, head in _heads(view):
        i = head_end + 1
        if (
            i >= len(source)
            or source.word(i) in ("begin", ";")
            or not source[i].first
            or _indented_body(view, head_end)
        ):
            continue
        column = source.column(head_end)
        k = i
        while k < len(source) and not (source[k].first and source.column(k) <= column):
            k += 1
        if k < len(source) and source.word(k) == "end" and source.column(k) == column:
            yield Finding(
                (view.behind(head_end, " begin"),),
                "Add `begin`",
                f"the `end` on line {view.line(k)} closes the `{head}` of line {view.line(head_end)}, which has no begin",
                0.85,
            )


REPAIR = scanning("missing_begin", find)
