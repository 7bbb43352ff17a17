"""Where a new declaration goes and how it is written."""

from __future__ import annotations

from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, View


def declare(view: View, module: Module, lines: list[str], before: int | None = None) -> Change:
    """New declaration lines behind the last declaration that precedes token ``before`` (and any use), else behind the header."""
    place = _anchor(view, module, before)
    if place is None:
        indent = _indent(view, module)
        return view.new_line_behind(module.header_end, "\n".join(lines), indent)
    return view.new_line_behind(place.last, "\n".join(lines), view.source.indent(place.first))


def declare_parameter(view: View, module: Module, lines: list[str], first_use: int) -> Change:
    """New parameters behind the parameters already there, provided those come before the first use."""
    parameters = [
        d
        for d in module.declarations
        if d.is_parameter and d.place == "body" and d.last < first_use and not _in_typedef(view, d)
    ]
    if parameters:
        last = max(parameters, key=lambda d: d.last)
        return view.new_line_behind(last.last, "\n".join(lines), view.source.indent(last.first))
    return view.new_line_behind(module.header_end, "\n".join(lines), _indent(view, module))


def _anchor(view: View, module: Module, before: int | None) -> Declaration | None:
    """The last declaration of a net or variable at the head of the body, in front of everything that uses names."""
    limit = before if before is not None else module.last
    for first in (*(p.first for p in module.procedures), *(i.first for i in module.instances)):
        limit = min(limit, first)
    for assignment in module.assignments:
        if assignment.where == "assign":
            limit = min(limit, assignment.left[0])
    candidates = [
        d for d in module.declarations
        if d.place == "body" and d.last < limit and view.source.word(d.last) in (";",) and not _in_typedef(view, d)
    ]  # fmt: skip
    return max(candidates, key=lambda d: d.last, default=None)


def _in_typedef(view: View, declaration: Declaration) -> bool:
    return view.source.word(declaration.first) == "typedef"


def _indent(view: View, module: Module) -> str:
    """Indentation of the module's items."""
    source = view.source
    for i in range(module.header_end + 1, module.last):
        if source[i].first:
            return source.indent(i) or "    "
    return "    "


def declaration_line(kind: str, signed: bool, packed: str, name: str, unpacked: str = "") -> str:
    """``reg signed [7:0] mem [0:15];``."""
    words = [kind, "signed" if signed else "", packed, name, unpacked]
    return " ".join(w for w in words if w) + ";"
