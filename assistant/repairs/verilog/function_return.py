"""``return value;`` in a function: Verilog returns what is assigned to the function's name."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.outline import Procedure, Statement
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    """All returns become assignments; where more would follow, the rest moves into the else branch."""
    if systemverilog(view) and not any(d.source == "icarus" for d in view.context.diagnostics):
        return
    source = view.source
    changes: list[Change] = []
    line = 0
    for module in view.modules:
        for procedure in module.procedures:
            if procedure.keyword != "function" or procedure.body is None or not procedure.name:
                continue
            returns = [s for s in procedure.statements() if source.word(s.first) == "return"]
            if not returns:
                continue
            line = line or view.line(returns[0].first)
            for statement in returns:
                after = statement.first + 1
                changes.append((source[statement.first].start, source[after].start, f"{procedure.name} = "))
            changes += _early(view, procedure, procedure.body)
    if changes:
        yield Finding(
            disjoint(changes),
            "Assign the result to the function's name",
            f"`return` on line {line} is not Verilog-2005: a function returns what is assigned to its name",
            0.93,
        )


def _early(view: View, procedure: Procedure, body: Statement) -> Iterator[Change]:
    """``if (c) return a; rest`` becomes ``if (c) f = a; else begin rest end``, block by block."""
    source = view.source
    for block in body.walk():
        if block.kind != "block":
            continue
        closing = 0
        for number, child in enumerate(block.children[:-1]):
            if child.kind != "if" or child.has_else or not _returns(view, child):
                continue
            following = block.children[number + 1]
            yield (source[following.first].start, source[following.first].start, "else begin ")
            closing += 1
        if closing:
            last = block.children[-1].last
            yield view.behind(last, " end" * closing)


def _returns(view: View, statement: Statement) -> bool:
    """Every path through the statement's branch ends with a return."""
    branch = statement.children[0]
    while branch.kind == "block" and branch.children:
        branch = branch.children[-1]
    return view.source.word(branch.first) == "return"


REPAIR = scanning("function_return", find)
