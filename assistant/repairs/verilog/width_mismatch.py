"""An assignment that cuts bits off or pads them silently: the cut is written out, or the target is made wide enough."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import Widths, parse_expression
from assistant.repairs.verilog.outline import Assignment, Module
from assistant.repairs.verilog.rule import Change, Finding, View, pointed
from backends.outcome import Diagnostic

_CODES = (
    "slang:WidthTruncate",
    "slang:WidthExpand",
    "verilator:WIDTHTRUNC",
    "verilator:WIDTHEXPAND",
    "verilator:WIDTH",
)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    line = diagnostic.range.start.line
    module = view.outline.module_at(max(view.token_at(diagnostic), 0))
    facts = facts_of(view.context).get(module.name) if module else None
    if module is None or facts is None:
        return
    widths = Widths(view.source, facts)
    for assignment in module.assignments:
        if view.source[assignment.operator].line != line:
            continue
        left = widths.of(parse_expression(view.source, *assignment.left))
        right = widths.of(parse_expression(view.source, *assignment.right))
        if left.bits is None or right.bits is None or left.bits == right.bits:
            continue
        yield from _changes(view, module, assignment, left.bits, right.bits)
        return


def _changes(view: View, module: Module, assignment: Assignment, left: int, right: int) -> Iterator[Finding]:
    source = view.source
    first, last = assignment.right
    value = source.slice(first, last)
    where = f"line {view.line(assignment.operator)} assigns {right} bits to {left}"
    if right > left and first == last:
        text = f"{value}[{left - 1}:0]" if left > 1 else f"{value}[0]"
        yield Finding(
            (view.replace(first, last, text),),
            f"Select `{text}`",
            f"{where}; the select says that the upper bits are meant to go",
            0.5,
            ambiguous=True,
        )
    if right < left and first == last:
        text = f"{{{{{left - right}{{1'b0}}}}, {value}}}"
        yield Finding(
            (view.replace(first, last, text),),
            f"Write `{text}`",
            f"{where}; the zeros that fill it up are written out",
            0.5,
            ambiguous=False,
        )
    if right > left and assignment.left[0] == assignment.left[1]:
        declaration = module.find(source.word(assignment.left[0]))
        if declaration is None or declaration.direction or declaration.unpacked or declaration.siblings != 1:
            return
        opener = next((k for k in range(declaration.first, declaration.token) if source.word(k) == "["), -1)
        change: Change = (
            view.replace(opener, source.partner[opener], f"[{right - 1}:0]")
            if opener > 0
            else view.before(declaration.token, f"[{right - 1}:0] ")
        )
        yield Finding(
            (change,),
            f"Declare `{declaration.name}` with {right} bits",
            f"{where}, and so loses the upper {right - left}",
            0.5,
            ambiguous=True,
        )


REPAIR = pointed("width_mismatch", _CODES, find)
