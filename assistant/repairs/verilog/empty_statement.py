"""``break;``, ``continue;``, ``pass;`` or ``null;`` outside any loop: other languages' words for doing nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.rule import Change, Finding, View, scanning

WORDS = frozenset(("break", "continue", "pass", "null", "nop", "noop", "nothing", "none", "skip"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    found = -1
    for i, token in enumerate(source.tokens):
        if token.text.lower() not in WORDS or source.word(i + 1) != ";" or _declared(view, i):
            continue
        if source.word(i - 1) not in (":", ";", "begin", "end", "else", ")", "}") or _in_loop(view, i):
            continue
        if source.word(i - 1) in (":", "else", ")"):
            changes.append((source[i].start, source[i + 1].start, ""))
        else:
            changes.append(view.remove(i, i + 1))
        found = i if found < 0 else found
    if found >= 0:
        yield Finding(
            disjoint(changes),
            f"Remove `{source.word(found)}`",
            f"`{source.word(found)}` on line {view.line(found)} stands in no loop and does nothing; Verilog writes `;` alone, or nothing",
            0.9,
        )


def _in_loop(view: View, i: int) -> bool:
    procedure = view.outline.procedure_at(i)
    if procedure is None:
        return True
    return any(s.kind == "loop" and s.first < i <= s.last for s in procedure.statements())


def _declared(view: View, i: int) -> bool:
    module = view.outline.module_at(i)
    return module is None or any(p.name == view.source.word(i) for p in module.procedures)


REPAIR = scanning("empty_statement", find)
