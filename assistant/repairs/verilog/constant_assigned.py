"""A parameter or an input that the module assigns."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.drive import drivers_of
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for declaration in module.declarations:
            if declaration.place not in ("header", "body") or not drivers_of(view, module, declaration.name):
                continue
            if (
                declaration.is_parameter
                and declaration.siblings == 1
                and declaration.place == "body"
                and declaration.words
            ):
                yield from _parameter(view, module, declaration)
            elif (declaration.direction == "input" and declaration.place == "header") or (
                declaration.direction == "inout" and "procedure" in drivers_of(view, module, declaration.name)
            ):
                yield from _input(view, module, declaration)


def _parameter(view: View, module: Module, declaration: Declaration) -> Iterator[Finding]:
    """It was meant as a variable with an initial value."""
    drivers = drivers_of(view, module, declaration.name)
    kind = "reg" if "procedure" in drivers else "wire"
    facts = facts_of(view.context).get(module.name)
    fact = facts.names.get(declaration.name) if facts else None
    packed = declaration.packed or (f"[{fact.width - 1}:0]" if fact and fact.width > 1 else "")
    value = f" = {view.source.slice(*declaration.initial)}" if declaration.initial and kind == "reg" else ""
    text = " ".join(w for w in (kind, packed, declaration.name) if w) + value + ";"
    yield Finding(
        (view.replace(declaration.first, declaration.last, text),),
        f"Declare `{declaration.name}` as {kind}",
        f"`{declaration.name}` is a constant (line {view.line(declaration.token)}), yet the module assigns it",
        0.6,
        ambiguous=True,
    )


def _input(view: View, module: Module, declaration: Declaration) -> Iterator[Finding]:
    """Its direction is wrong."""
    source = view.source
    if source.word(declaration.first) != declaration.direction:
        return
    variable = "procedure" in drivers_of(view, module, declaration.name)
    last = declaration.keyword_token if declaration.keyword_token >= declaration.first else declaration.first
    yield Finding(
        (view.replace(declaration.first, last, "output reg" if variable else "output wire"),),
        f"Make `{declaration.name}` an output",
        f"`{declaration.name}` is declared {declaration.direction} on line {view.line(declaration.token)}, yet the module drives it{' in a procedure' if variable else ''}",
        0.55,
        ambiguous=True,
    )


REPAIR = scanning(
    "constant_assigned",
    find,
    codes=("slang:CantModifyConst", "slang:AssignToNet", "slang:InputPortCoercion", "slang:NetNotReg", "*"),
)
