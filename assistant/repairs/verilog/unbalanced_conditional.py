"""```ifdef`` without ```endif``, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    source = view.source
    open_at: list[int] = []
    for i, token in enumerate(source.tokens):
        if token.text.startswith(("`ifdef", "`ifndef")):
            open_at.append(i)
        elif token.text == "`endif":
            if open_at:
                open_at.pop()
                continue
            yield Finding(
                (view.remove(i, i),),
                "Remove the extra `` `endif ``",
                f"the `endif on line {view.line(i)} belongs to no `ifdef",
                0.9,
            )
    for i in open_at:
        at = len(view.code)
        newline = "" if view.code.endswith("\n") else "\n"
        guard = source.word(i).startswith("`ifndef") and i == 0
        yield Finding(
            ((at, at, f"{newline}`endif\n"),),
            "Add `` `endif `` at the end",
            f"the conditional on line {view.line(i)} is never closed",
            0.9 if guard else 0.6,
            ambiguous=not guard,
        )


REPAIR = scanning("unbalanced_conditional", find)
