"""``mem <= 0;`` and ``mem <= '{default: 0};``: a memory is assigned word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.insertion import declare
from assistant.repairs.verilog.memory import bounds_of, free_index
from assistant.repairs.verilog.outline import Assignment
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        changes: list[Change] = []
        line = 0
        for assignment in module.assignments:
            if (
                assignment.where not in ("always", "initial")
                or assignment.left[0] != assignment.left[1]
                or assignment.statement is None
            ):
                continue
            declaration = module.find(source.word(assignment.left[0]))
            bounds = bounds_of(declaration) if declaration is not None else None
            value = _value(view, assignment)
            if bounds is None or value is None:
                continue
            low, high = bounds
            index = free_index(module)
            name = source.word(assignment.left[0])
            header = f"for ({'int ' if systemverilog(view) else ''}{index} = {low}; {index} <= {high}; {index} = {index} + 1)"
            if high.endswith("-1"):
                header = f"for ({'int ' if systemverilog(view) else ''}{index} = {low}; {index} < {high[:-2]}; {index} = {index} + 1)"
            text = f"{header} {name}[{index}] {source.word(assignment.operator)} {value}"
            changes.append(view.replace(assignment.left[0], assignment.right[1], text))
            line = line or view.line(assignment.operator)
        if changes:
            index = free_index(module)
            if module.find(index) is None and not systemverilog(view):
                changes.append(declare(view, module, [f"integer {index};"]))
            yield Finding(
                tuple(changes),
                "Assign the memory word by word",
                f"the memory on line {line} is assigned as a whole, which Verilog does not allow; a loop assigns each word",
                0.93,
            )


def _value(view: View, assignment: Assignment) -> str | None:
    source = view.source
    text = source.slice(*assignment.right)
    if match := re.fullmatch(r"'?\{\s*(?:default\s*:\s*)?([^,{}]+|\{[^{}]*\{[^{}]*\}\s*\})\s*\}", text):
        return match[1].strip()
    declared = facts_of(view.context)
    module = view.outline.module_at(assignment.operator)
    facts = declared.get(module.name) if module else None
    other = facts.names.get(text) if facts else None
    return None if other is not None and other.depth is not None else text


REPAIR = scanning("whole_array_assignment", find)
