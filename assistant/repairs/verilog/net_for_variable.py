"""A variable that only continuous assignments or instances drive: in Verilog it must be a net."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.drive import drivers_of
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    changes: list[Change] = []
    names: list[str] = []
    first = -1
    for module in view.modules:
        for name, declaration in module.names().items():
            declared = [d for d in module.declared(name) if d.place in ("header", "body")]
            variables = [d for d in declared if d.kind in ("reg", "logic", "integer") and d.kind != "integer"]
            if not variables or (any(d.kind == "logic" for d in variables) and systemverilog(view)):
                continue
            drivers = drivers_of(view, module, name)
            if not drivers & {"assign", "instance"} or "procedure" in drivers:
                continue
            names.append(name)
            first = declaration.token if first < 0 else first
            for d in variables:
                changes += _as_net(view, module, d)
    if names:
        yield Finding(
            disjoint(changes),
            f"Declare {', '.join(f'`{n}`' for n in names)} as wire",
            f"`{names[0]}` (line {view.line(first)}) is driven continuously, but declared as a variable; it must be a net",
            0.94,
        )


def _as_net(view: View, module: Module, declaration: Declaration) -> Iterator[Change]:
    source = view.source
    group = [d for d in module.declarations if d.first == declaration.first and d.place == declaration.place]
    becoming = [
        d
        for d in group
        if drivers_of(view, module, d.name) & {"assign", "instance"}
        and "procedure" not in drivers_of(view, module, d.name)
    ]
    if declaration.place == "header":
        if declaration.keyword_token >= declaration.first:
            yield view.replace(declaration.keyword_token, declaration.keyword_token, "wire")
        return
    if len(becoming) == len(group):
        yield view.replace(declaration.keyword_token, declaration.keyword_token, "wire")
        return
    indent = source.indent(declaration.first)
    lines = []
    for kind, members in ((declaration.kind, [d for d in group if d not in becoming]), ("wire", becoming)):
        names = ", ".join(
            d.name + (f" {d.unpacked}" if d.unpacked else "") + (f" = {source.slice(*d.initial)}" if d.initial else "")
            for d in members
        )
        head = [declaration.direction, kind, "signed" if declaration.signed else "", declaration.packed]
        lines.append(" ".join(w for w in head if w) + f" {names};")
    yield view.replace(declaration.first, declaration.last, f"\n{indent}".join(lines))


REPAIR = scanning("net_for_variable", find, safe=True)
