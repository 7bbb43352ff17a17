"""C's ``switch``: ``switch (x)`` with ``case A:`` labels and ``break;``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.keywords import CASES
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    line = 0
    labels = [i for i in range(len(source)) if _is_label(view, i)]
    for i, token in enumerate(source.tokens):
        if token.text == "switch" and source.word(i + 1) == "(" and token.kind is Kind.NAME:
            changes.append(view.replace(i, i, "case"))
            line = line or view.line(i)
    for i in labels:
        end = source[i + 1].start if i + 1 < len(source) else source[i].end
        changes.append((source[i].start, end, ""))
        line = line or view.line(i)
    if not line:
        return
    for i, token in enumerate(source.tokens):
        if token.text == "break" and source.word(i + 1) == ";" and not _in_loop(view, i):
            changes.append(view.remove(i, i + 1))
    changes += _wrapped_bodies(view, labels)
    yield Finding(
        disjoint(changes),
        "Write the switch as a case statement",
        f"line {line} uses C's switch; Verilog has `case (…)` with plain labels, no `break`, and `endcase`",
        0.93,
    )


def _is_label(view: View, i: int) -> bool:
    """``case X:`` where ``case`` introduces a label, not a statement."""
    source = view.source
    if source.word(i) not in CASES:
        return False
    k = i + 1
    if source.word(k) == "(":
        k = source.partner.get(k, k) + 1
        return source.word(k) == ":"
    while k < len(source) and source[k].line == source[i].line and source.word(k) not in (";", "begin", "{"):
        if source.word(k) == ":":
            return True
        k = source.skip(k)
    return False


def _in_loop(view: View, i: int) -> bool:
    procedure = view.outline.procedure_at(i)
    return procedure is not None and any(s.kind == "loop" and s.first < i < s.last for s in procedure.statements())


def _wrapped_bodies(view: View, labels: list[int]) -> Iterator[Change]:
    """begin … end around label bodies of several statements."""
    source = view.source
    for number, label in enumerate(labels):
        colon = source.find(":", label, len(source))
        start = colon + 1
        stop = labels[number + 1] if number + 1 < len(labels) else start
        default = source.find("default", start, stop if stop > start else len(source))
        if number + 1 == len(labels):
            stop = default if default > 0 else _closing(view, start)
        elif 0 < default < stop:
            stop = default
        if source.word(start) in ("begin", "{") or stop <= start:
            continue
        last = stop - 1
        if source.word(last) == ";" and source.word(last - 1) == "break":
            last -= 2
        if sum(source.word(k) == ";" for k in range(start, last + 1)) > 1 and "if" not in (source.word(start),):
            yield view.behind(colon, " begin")
            yield view.behind(last, " end")


def _closing(view: View, start: int) -> int:
    source = view.source
    k = start
    while k < len(source) and source.word(k) not in ("}", "endcase", "end", "endmodule"):
        k = source.skip(k)
    return k


REPAIR = scanning("switch_statement", find)
