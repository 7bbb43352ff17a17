"""Declarations inside an unnamed block, which Verilog-2005 allows only in named ones, at their beginning, without values."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.declaration_parser import declaration_statement
from assistant.repairs.verilog.outline import Statement
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    line = 0
    taken = {source.word(i) for i in range(len(source))}
    for module in view.modules:
        for procedure in module.procedures:
            for block in procedure.statements():
                if block.kind != "block" or source.word(block.first) != "begin":
                    continue
                inner = [s for s in block.children if s.kind == "declaration"]
                if not inner:
                    continue
                found = list(_in_block(view, block, inner, taken))
                if found:
                    line = line or view.line(inner[0].first)
                    changes += found
    yield from _shared(view)
    if changes:
        yield Finding(
            disjoint(changes),
            "Declare local variables at the head of a named block",
            f"the declaration on line {line} stands inside a block; Verilog-2005 takes it only at the head of a named block, "
            f"and without an initial value",
            0.93,
        )


def _shared(view: View) -> Iterator[Finding]:
    """Declared inside a procedure, but used outside it too: the declaration belongs to the module."""
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for procedure in module.procedures:
            if not procedure.keyword.startswith(("always", "initial")):
                continue
            for statement in procedure.statements():
                if statement.kind != "declaration":
                    continue
                declared, _ = declaration_statement(source, statement.first, statement.last + 1)
                names = {d.name for d in declared}
                outside = any(
                    source.word(i) in names and source.word(i - 1) != "."
                    for i in range(module.header_end, module.last)
                    if not procedure.first <= i <= procedure.last
                )
                known = any(d.name in names and d.place in ("header", "body") for d in module.declarations)
                if not outside or known or any(d.initial for d in declared):
                    continue
                text = source.slice(statement.first, statement.last).replace("automatic ", "")
                found.append(
                    Finding(
                        (
                            view.new_line_before(procedure.first, text),
                            view.remove(statement.first, statement.last),
                        ),
                        f"Declare {', '.join(sorted(names))} in the module",
                        f"`{declared[0].name}` is declared inside the {procedure.keyword} on line {view.line(procedure.first)}, but used "
                        f"outside it too",
                        0.95,
                    )
                )
    yield from together(found, "Declare in the module what several blocks use")


def _in_block(view: View, block: Statement, inner: list[Statement], taken: set[str]) -> Iterator[Change]:
    source = view.source
    named = source.word(block.first + 1) == ":"
    if not named and not systemverilog(view):
        name = next(n for k in range(1, 1000) if (n := f"block_{k}") not in taken)
        taken.add(name)
        yield view.behind(block.first, f" : {name}")
    head = 0
    while head < len(block.children) and block.children[head].kind == "declaration":
        head += 1
    late = [s for s in inner if block.children.index(s) >= head]
    indent = source.indent(inner[0].first)
    anchor = block.first + 2 if named else block.first
    for statement in inner:
        declared, _ = declaration_statement(source, statement.first, statement.last + 1)
        values = [d for d in declared if d.initial and not d.is_parameter]
        moved = statement in late
        if not values and not moved:
            continue
        if systemverilog(view) and not moved:
            continue
        assigns = f"\n{indent}".join(f"{d.name} = {source.slice(*d.initial)};" for d in values if d.initial)
        first = declared[0] if declared else None
        if first is None:
            continue
        names = ", ".join(d.name + (f" {d.unpacked}" if d.unpacked else "") for d in declared)
        plain = f"{source.slice(statement.first, first.token - 1)} {names};".replace("automatic ", "")
        if moved:
            yield view.new_line_behind(anchor, plain, indent)
            yield (
                view.replace(statement.first, statement.last, assigns)
                if assigns
                else view.remove(statement.first, statement.last)
            )
        else:
            yield view.replace(statement.first, statement.last, plain)
            if assigns:
                yield view.new_line_behind(block.children[head - 1].last, assigns, indent)


REPAIR = scanning("local_declaration", find)
