"""``reg [7:0] rom [0:3] = {…};`` and ``= 0``: Verilog gives a memory its first contents word by word in an initial block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.memory import bounds_of, free_index
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog

MAX_WORDS = 1024


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for declaration in module.declarations:
            if declaration.initial is None or declaration.place != "body" or declaration.siblings > 1:
                continue
            bounds = bounds_of(declaration)
            block = _block(view, module, declaration, bounds) if bounds else None
            if block is None:
                continue
            lines, integer = block
            behind: Change = view.new_line_behind(
                declaration.last, "\n".join(lines), view.source.indent(declaration.first)
            )
            if integer:
                behind = (
                    behind[0],
                    behind[1],
                    view.source.indent(declaration.first) + f"integer {integer};\n" + behind[2],
                )
            yield Finding(
                (view.remove(declaration.initial[0] - 1, declaration.initial[1]), behind),
                f"Fill `{declaration.name}` in an initial block",
                f"the memory `{declaration.name}` (line {view.line(declaration.token)}) cannot be given a value in its declaration; "
                f"an initial block assigns its words",
                0.9,
            )


def _block(
    view: View, module: Module, declaration: Declaration, bounds: tuple[str, str]
) -> tuple[list[str], str] | None:
    """The lines of the block, and the integer they need that is not declared."""
    assert declaration.initial is not None
    source = view.source
    first, last = declaration.initial
    low, high = bounds
    if source.word(first) in ("{", "'{") and source.partner.get(first) == last:
        words = list(_items(view, first, last))
        if len(words) > 1 and not any(":" in w for w in words):
            if systemverilog(view) or not low.isdigit() or len(words) > MAX_WORDS:
                return None
            rows = [f"    {declaration.name}[{int(low) + n}] = {word};" for n, word in enumerate(words)]
            return ["initial begin", *rows, "end"], ""
    value = source.slice(first, last)
    if match := re.fullmatch(r"'?\{\s*(?:default\s*:\s*)?([^,{}]+)\s*\}", value):
        value = match[1].strip()
    if "{" in value:
        return None
    index = free_index(module)
    step = f"for ({index} = {low}; {index} <= {high}; {index} = {index} + 1) {declaration.name}[{index}] = {value};"
    return ["initial", f"    {step}"], "" if module.find(index) is not None else index


def _items(view: View, first: int, last: int) -> Iterator[str]:
    source = view.source
    start = i = first + 1
    while i < last:
        if source.word(i) == ",":
            yield source.slice(start, i - 1)
            start = i + 1
        i = source.skip(i)
    yield source.slice(start, last - 1)


REPAIR = scanning("memory_initial_value", find)
