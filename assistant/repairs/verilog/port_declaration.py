"""Ports named in the header without a direction, directions without a place in the header."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.drive import drivers_of
from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.insertion import declaration_line
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        if module.ports_open < 0:
            continue
        if not module.ansi:
            yield from _without_direction(view, module)
            yield from _not_listed(view, module)
        else:
            yield from _directions_in_body(view, module)


def _without_direction(view: View, module: Module) -> Iterator[Finding]:
    """``module m(a, b); input a;`` says nothing of b."""
    lines = []
    missing = [(n, t) for n, t in module.port_order if not any(d.direction for d in module.declared(n))]
    if not missing or (len(missing) == len(module.port_order) and len(missing) > 24):
        return
    guessed = False
    for name, _ in missing:
        declared = module.find(name)
        drivers = drivers_of(view, module, name)
        direction = "output" if drivers or (declared is not None and declared.is_variable) else "input"
        if declared is not None:
            packed, signed = declared.packed, declared.signed
        else:
            shape = Inference(view, module, frozenset((name,))).shapes(name)[0]
            packed, signed = shape.packed, shape.signed
            guessed = guessed or not shape.certain
        kind = (
            "reg"
            if "procedure" in drivers and (declared is None or not declared.is_variable) and declared is None
            else ""
        )
        lines.append(declaration_line(" ".join(w for w in (direction, kind) if w), signed, packed, name))
    names = ", ".join(f"`{n}`" for n, _ in missing)
    directions = [d for d in module.declarations if d.direction and d.place == "body"]
    anchor = max(directions, key=lambda d: d.last).last if directions else module.header_end
    indent = view.source.indent(directions[0].first) if directions else "    "
    yield Finding(
        (view.new_line_behind(anchor, "\n".join(lines), indent),),
        f"Declare the direction of {names}",
        f"port {names} of {module.name} is listed in the header (line {view.line(missing[0][1])}), but no direction is declared for it",
        0.9,
        ambiguous=guessed,
    )


def _not_listed(view: View, module: Module) -> Iterator[Finding]:
    """``output d;`` in the body of a module whose header does not name d."""
    listed = {n for n, _ in module.port_order}
    missing = [d for d in module.declarations if d.direction and d.place == "body" and d.name not in listed]
    if not missing or not module.port_order:
        return
    names = ", ".join(d.name for d in missing)
    last = module.port_order[-1][1]
    yield Finding(
        (view.behind(last, f", {names}"),),
        f"Add {names} to the port list",
        f"`{missing[0].name}` is declared {missing[0].direction} on line {view.line(missing[0].token)}, but the header of "
        f"{module.name} does not list it",
        0.93,
    )


def _directions_in_body(view: View, module: Module) -> Iterator[Finding]:
    """An ANSI header followed by a direction for a port that it does not name: the port belongs into the header."""
    source = view.source
    known = {n for n, _ in module.port_order}
    extra = [d for d in module.declarations if d.direction and d.place == "body" and d.name not in known]
    if not extra or source.word(module.ports_close) != ")" or any(d.siblings > 1 for d in extra):
        return
    entries = [
        declaration_line(
            " ".join(w for w in (d.direction, d.kind) if w), d.signed, d.packed, d.name, d.unpacked
        ).rstrip(";")
        for d in extra
    ]
    last = module.ports_close - 1
    indent = source.indent(module.port_order[-1][1]) if module.port_order else "    "
    text = "".join(f",\n{indent}{e}" for e in entries)
    yield Finding(
        (view.behind(last, text), *(view.remove(d.first, d.last) for d in extra)),
        f"Move {', '.join(d.name for d in extra)} into the port list",
        f"`{extra[0].name}` (line {view.line(extra[0].token)}) is declared {extra[0].direction} in the body, but the ports of "
        f"{module.name} are declared in its header",
        0.85,
    )


REPAIR = scanning("port_declaration", find)
