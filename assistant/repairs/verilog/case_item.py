"""Case items in other forms: ``when A =>``, a missing colon, ``A;`` or ``A =>`` for ``A:``, ``others``, ``else:``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import expression_end
from assistant.repairs.verilog.keywords import CASES
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_DEFAULTS = frozenset(("others", "otherwise", "else", "_"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i in range(len(source)):
        if source.word(i) in CASES and source.word(i + 1) == "(":
            close = source.partner.get(i + 1, -1)
            if close > 0:
                found += _items(view, close + 1)
    unique = {f.changes: f for f in found}
    yield from together(list(unique.values()), "Write all case items as `label: statement`")


def _items(view: View, i: int) -> Iterator[Finding]:
    """Looks at each line start between the case and its endcase."""
    source = view.source
    depth = 0
    if source.word(i) == "begin" and (
        source.kind(i + 1) in (Kind.NUMBER, Kind.NAME, Kind.MACRO) or source.word(i + 1) == "default"
    ):
        yield _finding(view, i, [view.remove(i, i)], "`begin` has no place between a case and its items")
        i += 1
    if source.word(i) == "is":
        yield _finding(view, i, [view.remove(i, i)], "`is` is VHDL; nothing stands between the selector and the items")
        i += 1
    while i < len(source):
        word = source.word(i)
        if word == "endcase" and depth == 0:
            return
        if word in ("endmodule", "module", "endfunction"):
            return
        if word in CASES and source.word(i - 1) != "end":
            depth += 1
        elif word == "endcase":
            depth -= 1
        if depth == 0 and (source[i].first or source.word(i - 1) in (";", "end")):
            yield from _label(view, i)
        i += 1


def _label(view: View, i: int) -> Iterator[Finding]:
    source = view.source
    word = source.word(i)
    changes: list[Change] = []
    start = i
    if word == "default" and source.word(i + 1) in ("=>", "->", "=", ";") and _starts_statement(view, i + 2):
        yield _finding(view, i, [view.replace(i + 1, i + 1, ":")], "a colon follows `default`")
        return
    if word == "when":
        start = i + 1
        changes.append((source[i].start, source[start].start, ""))
    elif word in _DEFAULTS and source.word(i + 1) in (":", "=>"):
        changes.append(view.replace(i, i, "default"))
        if source.word(i + 1) == "=>":
            changes.append(view.replace(i + 1, i + 1, ":"))
        if word != "else" or _case_else(view, i):
            yield _finding(view, i, changes, f"the last item is called `default`, not `{word}`")
        return
    if source.kind(start) not in (Kind.NUMBER, Kind.NAME, Kind.MALFORMED, Kind.MACRO):
        return
    if source.word(start) in _DEFAULTS and changes:
        changes.append(view.replace(start, start, "default"))
    end = expression_end(source, start, source.last_on_line(start) + 1)
    while source.word(end + 1) == "," and source.kind(end + 2) in (Kind.NUMBER, Kind.NAME, Kind.MALFORMED, Kind.MACRO):
        end = expression_end(source, end + 2, source.last_on_line(end + 2) + 1)
    after = source.word(end + 1)
    if after == "=>" or (
        after in (";", "=", "->") and _label_like(view, start, end) and _starts_statement(view, end + 2)
    ):
        if (
            after == "=>"
            and not changes
            and not _starts_statement(view, end + 2)
            and source.word(end + 2) not in ("begin", "if")
        ):
            return
        change = view.replace(end + 1, end + 1, ":")
        tight = source[end + 1].start > source[end].end
        changes.append((source[end].end, source[end + 1].end, ":") if tight else change)
        yield _finding(view, i, changes, f"`{after}` on line {view.line(i)} stands where the label's colon belongs")
    elif changes and after == ":":
        yield _finding(view, i, changes, f"`when` on line {view.line(i)} is VHDL; a label stands alone")
    elif _label_like(view, start, end) and _starts_statement(view, end + 1) and end + 1 < len(source):
        changes.append(view.behind(end, ":"))
        yield _finding(view, i, changes, f"the colon after the label `{source.slice(start, end)}` is missing")


def _case_else(view: View, i: int) -> bool:
    """An ``else`` that no ``if`` at its column precedes."""
    source = view.source
    column = source.column(i)
    for k in range(i - 1, -1, -1):
        if source[k].first and source.column(k) == column:
            return source.word(k) not in ("if", "else", "end")
        if source.word(k) in CASES:
            return True
    return True


def _label_like(view: View, first: int, last: int) -> bool:
    """A literal, or a name that is a constant; never something that is assigned."""
    source = view.source
    if source.kind(first) in (Kind.NUMBER, Kind.MALFORMED):
        return True
    if first != last or source.kind(first) is not Kind.NAME:
        return source.kind(first) is Kind.MACRO
    module = view.outline.module_at(first)
    declared = module.find(source.word(first)) if module else None
    return declared.is_parameter if declared else source.word(first).isupper()


def _starts_statement(view: View, i: int) -> bool:
    source = view.source
    if source.word(i) in ("begin", "if", "case", "{"):
        return True
    if source.kind(i) is not Kind.NAME:
        return False
    k = i + 1
    while source.word(k) == "[":
        k = source.skip(k)
    return source.word(k) in ("=", "<=", ":=", "++", "--", "+=")


def _finding(view: View, i: int, changes: list[Change], cause: str) -> Finding:
    return Finding(tuple(changes), "Write the case item as `label: statement`", cause, 0.92)


REPAIR = scanning("case_item", find, safe=True)
