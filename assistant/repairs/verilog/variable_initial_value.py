"""``reg [7:0] sum = a + b;``: an initial value must be constant, so a variable that nothing else drives was meant as a net."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.drive import drivers_of
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_VECTORS = frozenset(("reg", "logic", "bit"))


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for declaration in module.declarations:
            signal = _signal_in_value(view, module, declaration)
            if signal is None:
                continue
            if "procedure" in drivers_of(view, module, declaration.name):
                yield _at_start(view, declaration, signal)
            else:
                yield _net(view, module, declaration, signal)


def _signal_in_value(view: View, module: Module, declaration: Declaration) -> str | None:
    """A net or variable that the initial value reads."""
    if declaration.initial is None or declaration.kind not in _VECTORS or declaration.place != "body":
        return None
    for i in range(declaration.initial[0], declaration.initial[1] + 1):
        if view.source.kind(i) is not Kind.NAME or view.source.word(i - 1) == ".":
            continue
        read = module.find(view.source.word(i))
        if read is not None and not read.is_parameter and (read.is_net or read.is_variable or read.direction):
            return read.name
    return None


def _net(view: View, module: Module, declaration: Declaration, signal: str) -> Finding:
    group = [d for d in module.declarations if d.first == declaration.first and d.place == "body"]
    nets = [d for d in group if d.initial and "procedure" not in drivers_of(view, module, d.name)]
    if len(nets) == len(group):
        changes = [view.replace(declaration.keyword_token, declaration.keyword_token, "wire")]
    else:
        source = view.source
        indent = source.indent(declaration.first)
        lines = []
        for kind, members in ((declaration.kind, [d for d in group if d not in nets]), ("wire", nets)):
            names = ", ".join(
                source.slice(d.token, d.initial[1] if d.initial else d.token) + ("" if d.initial else _unpacked(d))
                for d in members
            )
            head = [kind, "signed" if declaration.signed else "", declaration.packed]
            lines.append(" ".join(w for w in head if w) + f" {names};")
        changes = [view.replace(declaration.first, declaration.last, f"\n{indent}".join(lines))]
    return Finding(
        tuple(changes),
        f"Declare `{declaration.name}` as wire",
        f"`{declaration.name}` (line {view.line(declaration.token)}) is a variable whose initial value reads `{signal}`, which "
        f"changes; nothing else drives it, so a net that follows the expression is meant",
        0.93,
    )


def _unpacked(declaration: Declaration) -> str:
    return f" {declaration.unpacked}" if declaration.unpacked else ""


def _at_start(view: View, declaration: Declaration, signal: str) -> Finding:
    """A procedure drives it too: the value is what it has at the start of a simulation."""
    assert declaration.initial is not None
    value = view.source.slice(*declaration.initial)
    indent = view.source.indent(declaration.first)
    return Finding(
        (
            view.remove(declaration.initial[0] - 1, declaration.initial[1]),
            view.new_line_behind(declaration.last, f"initial {declaration.name} = {value};", indent),
        ),
        f"Give `{declaration.name}` its first value in an initial block",
        f"the initial value of `{declaration.name}` (line {view.line(declaration.token)}) reads `{signal}`, but in a declaration it "
        f"must be constant",
        0.8,
    )


REPAIR = scanning("variable_initial_value", find)
