"""Dimensions on the wrong side of the name: ``reg q [7:0]`` for a vector, ``reg mem [7:0][0:15]`` for a memory of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog

_CODES = (
    "slang:NoImplicitConversion", "slang:BadAssignment", "slang:BadIndexExpression", "slang:RangeOOB", "slang:IndexOOB", "icarus:error",
    "slang:BadBinaryExpression", "slang:BadUnaryExpression", "*",
)  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for declaration in module.declarations:
            if (
                (declaration.kind in ("reg", "wire", "logic") or (not declaration.kind and declaration.direction))
                and declaration.place in ("header", "body")
                and declaration.unpacked
            ):
                yield from _moved(view, module, declaration)
            elif declaration.packed.count("[") == 2 and not declaration.unpacked and declaration.siblings == 1:
                yield from _second_dimension(view, module, declaration)


def _moved(view: View, module: Module, declaration: Declaration) -> Iterator[Finding]:
    dimensions = re.findall(r"\[[^\]]*\]", declaration.unpacked)
    indexed = _index_depth(view, module, declaration.name)
    vector = declaration.packed or ""
    if len(dimensions) == 1 and not vector and 0 in indexed:
        yield _finding(view, module, declaration, dimensions[0], "", "it is used whole, as a vector")
    elif len(dimensions) == 1 and not vector and declaration.direction and not systemverilog(view):
        yield _finding(view, module, declaration, dimensions[0], "", "a port of Verilog can only be a vector")
    elif len(dimensions) == 2 and not vector and indexed and max(indexed) <= 1:
        element = dimensions[0] if not dimensions[0].startswith("[0") else dimensions[1]
        other = dimensions[1] if element is dimensions[0] else dimensions[0]
        yield _finding(view, module, declaration, element, other, "it is used as a memory of words")


def _second_dimension(view: View, module: Module, declaration: Declaration) -> Iterator[Finding]:
    """``reg [15:0] [7:0] regs`` read as eight words of 16 bits."""
    first, second = re.findall(r"\[[^\]]*\]", declaration.packed)
    inference = Inference(view, module, frozenset((declaration.name,)))
    element = max((w.bits or 0 for w in inference.evidence(declaration.name).element), default=0)
    if element <= 1 or _size(first) != element or _size(second) == element:
        return
    yield _finding(view, module, declaration, first, second, f"its words are used with {element} bits")


def _finding(view: View, module: Module, declaration: Declaration, packed: str, unpacked: str, why: str) -> Finding:
    source = view.source
    first = declaration.token
    while (
        source.word(first - 1) == "]" and first - 1 in source.partner and source.partner[first - 1] > declaration.first
    ):
        first = source.partner[first - 1]
    last = declaration.token
    while source.word(last + 1) == "[":
        last = source.partner[last + 1]
    text = f"{packed} {declaration.name}" + (f" {unpacked}" if unpacked else "")
    changes: list[Change] = [view.replace(first, last, text)]
    if declaration.siblings > 1:
        changes = _own_statement(view, module, declaration, text)
    return Finding(
        tuple(changes),
        f"Declare `{text}`",
        f"`{declaration.name}` is declared on line {view.line(declaration.token)} as an array of bits, but {why}",
        0.85,
        ambiguous=bool(unpacked),
    )


def _own_statement(view: View, module: Module, declaration: Declaration, text: str) -> list[Change]:
    """All names of the statement that have the same shape move together; others stay."""
    source = view.source
    group = [d for d in module.declarations if d.first == declaration.first]
    shared = group[-1].unpacked
    if group[-1] is declaration and all(not d.unpacked for d in group[:-1]) and not declaration.packed:
        # "reg a, b, c [7:0];": the range at the end was meant for all of them.
        last = declaration.last - (source.word(declaration.last) == ";")
        return [
            view.before(group[0].token, f"{shared} "),
            view.replace(declaration.token + 1, last, "")
            if last > declaration.token
            else view.before(declaration.token, ""),
        ]
    from assistant.repairs.verilog.declaration_edit import without_name

    own = view.new_line_behind(declaration.last, f"{declaration.kind} {text};", source.indent(declaration.first))
    return [*without_name(view, module, declaration), own]


def _index_depth(view: View, module: Module, name: str) -> set[int]:
    """How many selects follow the uses of the name."""
    source = view.source
    declared = {d.token for d in module.declared(name)}
    found = set()
    for i in range(module.header_end, module.last):
        if source.word(i) != name or i in declared or source.word(i - 1) == ".":
            continue
        depth, k = 0, i + 1
        while source.word(k) == "[" and k in source.partner:
            depth, k = depth + 1, source.partner[k] + 1
        found.add(depth)
    return found


def _size(dimension: str) -> int:
    match = re.fullmatch(r"\[\s*(\d+)\s*:\s*(\d+)\s*\]", dimension)
    return abs(int(match[1]) - int(match[2])) + 1 if match else 0


REPAIR = scanning("vector_or_memory", find, codes=_CODES)
