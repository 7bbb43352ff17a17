"""``mem[7:1] <= mem[6:0];``: several words of a memory cannot be assigned at once in Verilog; a loop moves them."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.insertion import declare
from assistant.repairs.verilog.memory import bounds_of, free_index
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        changes: list[Change] = []
        index = free_index(module)
        lines: list[int] = []
        for assignment in module.assignments:
            if assignment.where not in ("always", "initial"):
                continue
            target = _slice(view, module, *assignment.left)
            if target is None:
                continue
            name, low, high = target
            moved = _slice(view, module, *assignment.right)
            operator = source.word(assignment.operator)
            if moved is not None:
                value = f"{moved[0]}[{_offset(index, moved[1], low)}]"
            elif any(source.word(i) in ("{", "'{") for i in range(assignment.right[0], assignment.right[1] + 1)):
                continue
            else:
                value = source.slice(*assignment.right)
            counter = f"{'int ' if systemverilog(view) else ''}{index}"
            # Words written at once must not be read after they were written over.
            down = (
                operator == "="
                and moved is not None
                and _offset(index, moved[1], low) != index
                and "-" in _offset(index, moved[1], low)
            )
            header = (
                f"for ({counter} = {high}; {index} >= {low}; {index} = {index} - 1)"
                if down
                else f"for ({counter} = {low}; {index} <= {high}; {index} = {index} + 1)"
            )
            changes.append(
                view.replace(assignment.left[0], assignment.right[1], f"{header} {name}[{index}] {operator} {value}")
            )
            lines.append(view.line(assignment.operator))
        if not changes:
            continue
        if module.find(index) is None and not systemverilog(view):
            changes.append(declare(view, module, [f"integer {index};"]))
        yield Finding(
            tuple(changes),
            "Move the words of the memory in a loop",
            f"line {lines[0]} assigns several words of a memory at once, which Verilog does not have; a loop assigns each",
            0.92,
        )


def _slice(view: View, module: Module, first: int, last: int) -> tuple[str, str, str] | None:
    """Name, lowest and highest word of ``mem[a:b]`` standing alone."""
    source = view.source
    if source.word(first + 1) != "[" or source.partner.get(first + 1) != last:
        return None
    declaration = module.find(source.word(first))
    if declaration is None or bounds_of(declaration) is None:
        return None
    colon = next((i for i in range(first + 2, last) if source.word(i) == ":"), -1)
    if colon < 0 or any(source.word(i) in ("[", "?", "+:", "-:") for i in range(first + 2, last)):
        return None
    left, right = source.slice(first + 2, colon - 1), source.slice(colon + 1, last - 1)
    if left.isdigit() and right.isdigit():
        low, high = sorted((left, right), key=int)
    else:
        # ``[DEPTH-1:1]`` counts down, ``[0:DEPTH-1]`` up; the number is the lower end.
        low, high = (left, right) if left.isdigit() else (right, left)
    return source.word(first), low, high


def _offset(index: str, source_low: str, target_low: str) -> str:
    if source_low.isdigit() and target_low.isdigit():
        step = int(source_low) - int(target_low)
        return index if not step else f"{index} {'+' if step > 0 else '-'} {abs(step)}"
    return index if source_low == target_low else f"{index} + ({source_low}) - ({target_low})"


REPAIR = scanning("memory_slice", find)
