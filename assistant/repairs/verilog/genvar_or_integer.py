"""A generate loop over an integer, or a procedural loop over a genvar."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.declaration_edit import without_name
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning

_KEYWORD = {"generate": "genvar", "procedure": "integer"}


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        loops = _loops(view, module)
        changes: list[Change] = []
        why = ""
        for name, places in loops.items():
            declaration = module.find(name)
            if declaration is None or declaration.kind not in ("integer", "genvar", "int", "reg"):
                continue
            wanted = {_KEYWORD[p] for p in places}
            if (
                len(wanted) != 1
                or declaration.kind in wanted
                or (declaration.kind in ("int", "reg") and "genvar" not in wanted)
            ):
                continue
            (keyword,) = wanted
            changes += _redeclared(view, module, declaration, keyword, loops)
            why = why or (
                f"`{name}` runs over a {next(iter(places))} loop, but is declared {declaration.kind} on line "
                f"{view.line(declaration.token)}; there it must be a{'n' if keyword[0] == 'i' else ''} {keyword}"
            )
        if changes:
            yield Finding(disjoint(changes), "Declare the loop variable for its kind of loop", why, 0.94)


def _loops(view: View, module: Module) -> dict[str, set[str]]:
    """For each loop variable the kinds of loops that step it."""
    source = view.source
    found: dict[str, set[str]] = {}
    for loop in module.generate_loops:
        if loop.condition:
            found.setdefault(source.word(loop.condition[0] + 1), set()).add("generate")
    for procedure in module.procedures:
        for statement in procedure.statements():
            if statement.kind == "loop" and statement.condition and source.word(statement.first) == "for":
                found.setdefault(source.word(statement.condition[0] + 1), set()).add("procedure")
    return found


def _redeclared(
    view: View, module: Module, declaration: Declaration, keyword: str, loops: dict[str, set[str]]
) -> Iterator[Change]:
    group = [d for d in module.declarations if d.first == declaration.first]
    if all({_KEYWORD[p] for p in loops.get(d.name, ())} == {keyword} for d in group):
        yield view.replace(
            declaration.first, declaration.token - 1 if declaration is group[0] else group[0].token - 1, keyword
        )
        return
    yield from without_name(view, module, declaration)
    yield view.new_line_behind(
        declaration.last, f"{keyword} {declaration.name};", view.source.indent(declaration.first)
    )


REPAIR = scanning("genvar_or_integer", find, safe=True)
