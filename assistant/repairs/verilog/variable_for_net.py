"""A net that a procedure assigns: it must be a variable (``reg``, ``output reg``)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.drive import drivers_of
from assistant.repairs.verilog.keywords import NETS
from assistant.repairs.verilog.outline import Assignment, Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.verilog_version import variable_keyword


def find(view: View) -> Iterator[Finding]:
    singles: list[tuple[str, list[Change], int]] = []
    for module in view.modules:
        for name, declaration in sorted(module.names().items(), key=lambda item: item[1].token):
            if not _is_net(module, name) or declaration.direction in ("input", "inout"):
                continue
            drivers = drivers_of(view, module, name)
            if "procedure" not in drivers or "instance" in drivers:
                continue
            if any(a.where == "assign" or _reads_signal(view, module, a) for a in module.drivers(name)):
                continue
            if _only_by_assign(view, module, name):
                continue
            changes = list(as_variable(view, module, name))
            if changes:
                singles.append((name, changes, declaration.token))
    if not singles:
        return
    names = [n for n, _, _ in singles]
    yield Finding(
        disjoint(c for _, changes, _ in singles for c in changes),
        f"Declare {', '.join(f'`{n}`' for n in names)} as {variable_keyword(view)}",
        f"`{names[0]}` (line {view.line(singles[0][2])}) is assigned in a procedure, but declared as a net; "
        f"what a procedure assigns must be a variable" + (f"; so with {len(names) - 1} more" if len(names) > 1 else ""),
        0.96,
    )


def _reads_signal(view: View, module: Module, assignment: Assignment) -> bool:
    """``wire a = b & c;``, which follows its expression; ``wire a = 0;`` may as well be a first value."""
    if assignment.where != "declaration":
        return False
    known = module.names()
    words = (view.source.word(i) for i in range(assignment.right[0], assignment.right[1] + 1))
    return any(w in known and not known[w].is_parameter for w in words)


def _only_by_assign(view: View, module: Module, name: str) -> bool:
    """Every assignment to it in a procedure begins with ``assign``, which is mended first."""
    inside = [a for a in module.drivers(name) if a.statement is not None and a.where in ("always", "initial")]
    return bool(inside) and all(view.source.word(a.statement.first) == "assign" for a in inside if a.statement)


def _is_net(module: Module, name: str) -> bool:
    declared = [d for d in module.declared(name) if d.place in ("header", "body")]
    return bool(declared) and not any(d.is_variable or d.is_parameter or d.kind == "genvar" for d in declared)


def as_variable(view: View, module: Module, name: str) -> Iterator[Change]:
    """The changes that make every declaration of ``name`` one of a variable."""
    declared = [d for d in module.declared(name) if d.place in ("header", "body")]
    keyword = variable_keyword(view)
    # "output q; wire q;": the second one says what it is.
    bodies = [d for d in declared if d.kind in NETS and not d.direction]
    chosen = bodies[0] if bodies and len(declared) > 1 else (declared[0] if declared else None)
    if chosen is None:
        return
    if chosen.siblings > 1 and chosen.place == "body":
        yield from _split(view, module, chosen, keyword)
    elif chosen.place == "header" and chosen.keyword_token < 0 and not chosen.direction:
        return
    elif chosen.keyword_token >= 0 and chosen.keyword_token >= chosen.first:
        yield view.replace(chosen.keyword_token, chosen.keyword_token, keyword)
    else:
        yield from _port(view, module, chosen, keyword)


def _port(view: View, module: Module, chosen: Declaration, keyword: str) -> Iterator[Change]:
    """An ANSI or body port without kind, or an ANSI port that takes its direction and kind from the one before."""
    source = view.source
    if source.word(chosen.first) in ("input", "output", "inout"):
        yield view.behind(chosen.first, f" {keyword}")
        yield from _following(view, module, chosen)
        return
    packed = f"{chosen.packed} " if chosen.packed and source.word(chosen.first) != "[" else ""
    signed = "signed " if chosen.signed else ""
    yield view.before(chosen.first, f"{chosen.direction} {keyword} {signed}{packed}")
    yield from _following(view, module, chosen)


def _following(view: View, module: Module, chosen: Declaration) -> Iterator[Change]:
    """ANSI ports behind ``output a, b, c`` would inherit the new kind; those that are nets get their own head."""
    source = view.source
    if chosen.place != "header":
        return
    ports = [d for d in module.declarations if d.place == "header" and d.direction]
    for port in ports[ports.index(chosen) + 1 :]:
        if source.word(port.first) in ("input", "output", "inout"):
            return
        if "procedure" not in drivers_of(view, module, port.name):
            packed = f"{port.packed} " if port.packed and source.word(port.first) != "[" else ""
            yield view.before(port.first, f"{port.direction} wire {packed}")
            return


def _split(view: View, module: Module, chosen: Declaration, keyword: str) -> Iterator[Change]:
    """``wire a, b;`` of which only some become variables."""
    source = view.source
    group = [d for d in module.declarations if d.first == chosen.first and d.place == chosen.place]
    becoming = [d for d in group if "procedure" in drivers_of(view, module, d.name)]
    if len(becoming) == len(group):
        if chosen.keyword_token >= 0:
            yield view.replace(chosen.keyword_token, chosen.keyword_token, keyword)
        else:
            yield view.behind(chosen.first, f" {keyword}")
        return
    lines = []
    indent = source.indent(chosen.first)
    for kind, members in ((chosen.kind, [d for d in group if d not in becoming]), (keyword, becoming)):
        names = ", ".join(
            d.name + (f" {d.unpacked}" if d.unpacked else "") + (f" = {source.slice(*d.initial)}" if d.initial else "")
            for d in members
        )
        head = [chosen.direction, kind, "signed" if chosen.signed else "", chosen.packed]
        lines.append(" ".join(w for w in head if w) + f" {names};")
    yield view.replace(chosen.first, chosen.last, f"\n{indent}".join(lines))


REPAIR = scanning("variable_for_net", find, safe=True)
