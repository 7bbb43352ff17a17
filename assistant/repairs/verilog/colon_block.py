"""Python's colons after ``else:``, ``if (…):``, ``for (…):`` and ``always …:``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning

_HEADS = frozenset(("if", "for", "while", "repeat", "@", "elif", "elsif", "elseif", "case"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text != ":" or not (i + 1 >= len(source) or source[i + 1].first or source.word(i + 1) == "begin"):
            continue
        before = source.word(i - 1)
        opener = source.partner.get(i - 1, -1) if before == ")" else -1
        if before != "else" and not (opener > 0 and source.word(opener - 1) in _HEADS):
            continue
        if before == "else" and _in_case(view, i):
            continue
        found.append(
            Finding(
                (view.remove(i, i),),
                "Remove the colon",
                f"the colon on line {view.line(i)} opens a block in Python; Verilog has none after `{before}`",
                0.93,
            )
        )
    yield from together(found, "Remove the colons that open blocks")


def _in_case(view: View, i: int) -> bool:
    """``else:`` as the default of a case, with no ``if`` before it to belong to."""
    source = view.source
    column = source.column(i)
    for k in range(i - 2, -1, -1):
        if source[k].first and source.column(k) == column:
            return source.word(k) not in ("if", "else", "end", "elif", "elsif", "elseif")
        if source[k].first and source.column(k) < column:
            return source.word(k) in ("case", "casez", "casex")
    return False


REPAIR = scanning("colon_block", find, safe=True)
