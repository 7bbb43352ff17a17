"""``break`` and ``continue`` in a Verilog file: ``disable`` of a named block."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.outline import Statement
from assistant.repairs.verilog.rule import Change, Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    if not any(d.source == "icarus" or d.code == "SystemVerilogKeyword" for d in view.context.diagnostics):
        return
    source = view.source
    changes: list[Change] = []
    line = 0
    number = 0
    for module in view.modules:
        for procedure in module.procedures:
            for loop in procedure.statements():
                if loop.kind != "loop":
                    continue
                exits = [s for s in _own(loop) if source.word(s.first) in ("break", "continue")]
                if not exits:
                    continue
                number += 1
                line = line or view.line(exits[0].first)
                changes += _named(view, loop, exits, number)
    if changes:
        yield Finding(
            disjoint(changes),
            "Leave the loop with `disable`",
            f"`{source.word(_first_exit(view))}` on line {line} is SystemVerilog; Verilog leaves a named block with `disable`",
            0.9,
        )


def _first_exit(view: View) -> int:
    return next(i for i in range(len(view.source)) if view.source.word(i) in ("break", "continue"))


def _own(loop: Statement) -> Iterator[Statement]:
    """The statements of the loop without those of loops inside it."""
    for child in loop.children:
        if child.kind != "loop":
            yield child
            yield from _own(child)


def _named(view: View, loop: Statement, exits: list[Statement], number: int) -> Iterator[Change]:
    source = view.source
    breaks = [s for s in exits if source.word(s.first) == "break"]
    steps = [s for s in exits if source.word(s.first) == "continue"]
    name, step = f"loop_{number}", f"step_{number}"
    if breaks:
        yield view.before(loop.first, f"begin : {name}\n{source.indent(loop.first)}")
        yield view.behind(loop.last, f"\n{source.indent(loop.first)}end")
    body = loop.children[0]
    if steps and body.kind == "block":
        yield view.behind(body.first, f" : {step}")
    for statement in breaks:
        yield view.replace(statement.first, statement.first, f"disable {name}")
    for statement in steps:
        yield view.replace(statement.first, statement.first, f"disable {step}")


REPAIR = scanning("loop_exit", find)
