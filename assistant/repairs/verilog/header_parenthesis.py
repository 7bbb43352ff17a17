"""A module header without the parenthesis that opens its port list, or with braces or nothing around it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.keywords import DIRECTIONS
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        i = module.name_token + 1
        if source.word(i) == "#" and source.word(i + 1) == "(" and i + 1 in source.partner:
            i = source.partner[i + 1] + 1
        if module.ports_open >= 0:
            continue
        if source.word(i) in DIRECTIONS and _closing(view, i) > 0:
            yield _finding(view, module.name_token, (view.before(i, "(" if source[i].first else " ("),))
        elif source.word(i) in ("{", "[") and source.word(i + 1) in DIRECTIONS and i in source.partner:
            yield _finding(
                view,
                module.name_token,
                (view.replace(i, i, "("), view.replace(source.partner[i], source.partner[i], ")")),
            )


def _finding(view: View, name: int, changes: tuple[tuple[int, int, str], ...]) -> Finding:
    return Finding(
        changes,
        "Open the port list with `(`",
        f"the port list of {view.source.word(name)} (line {view.line(name)}) does not stand in parentheses",
        0.92,
    )


def _closing(view: View, i: int) -> int:
    """The ``)`` before the header's semicolon that nothing opened."""
    source = view.source
    k = i
    while k < len(source) and source.word(k) != ";":
        if source.word(k) == ")" and k in source.unopened:
            return k
        k = source.skip(k)
    return -1


REPAIR = scanning("header_parenthesis", find)
