"""``if … then … elsif … else … end if;`` as in VHDL: conditions get parentheses, branches begin and end."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.rule import Change, Finding, View, scanning

_ELSE_IF = frozenset(("elsif", "elif", "elseif"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    if source.find("then", 0, len(source)) < 0:
        return
    structured = any(_closes_if(view, i) for i in range(len(source)))
    changes: list[Change] = []
    line = 0
    stack: list[str] = []
    for i in range(len(source)):
        word = source.word(i)
        if word == "then" and _condition_start(view, i) >= 0:
            line = line or view.line(i)
            start = _condition_start(view, i)
            head = start - 1
            if not (source.word(start) == "(" and source.partner.get(start) == i - 1):
                changes += [view.before(start, "("), view.behind(i - 1, ")")]
            block = structured and source.word(i + 1) != "begin"
            if block:
                changes.append(view.replace(i, i, "begin"))
                if source.word(head) == "if" and not (
                    source.word(head - 1) == "else" and stack and stack[-1] == "then"
                ):
                    stack.append("then")
            else:
                changes.append(view.remove(i, i))
                if structured:
                    stack.append("begin-if")
            if source.word(head) in _ELSE_IF:
                changes.append(
                    view.replace(head, head, "end else if" if block and source.word(head - 1) != "end" else "else if")
                )
        elif word == "else" and structured and stack and stack[-1] == "then" and source.word(i - 1) != "end":
            follows_if = source.word(i + 1) == "if"
            if follows_if or source.word(i + 1) == "begin":
                changes.append(view.before(i, "end "))
            else:
                changes.append(view.replace(i, i, "end else begin"))
        elif _closes_if(view, i):
            last = i + (word == "end")
            last += source.word(last + 1) == ";"
            changes.append(view.replace(i, last, "end") if not stack or stack.pop() == "then" else view.remove(i, last))
    if line:
        yield Finding(
            disjoint(changes),
            "Write the conditions as Verilog does",
            f"line {line} has `if … then`; Verilog puts the condition in parentheses and has no `then`",
            0.93,
        )


def _closes_if(view: View, i: int) -> bool:
    source = view.source
    return (source.word(i) == "end" and source.word(i + 1) == "if" and source.word(i + 2) == ";") or source.word(
        i
    ) == "endif"


def _condition_start(view: View, then: int) -> int:
    """The token after the ``if`` that this ``then`` belongs to, -1 when there is none near."""
    source = view.source
    for k in range(then - 1, max(then - 60, -1), -1):
        if source.word(k) == "if" or source.word(k) in _ELSE_IF:
            return k + 1
        if source.word(k) in (";", "begin", "end", "then"):
            return -1
    return -1


REPAIR = scanning("then_blocks", find)
