"""A declaration that stands behind the first use: it is moved up."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint, together
from assistant.repairs.verilog.insertion import declaration_line
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    found: list[Finding] = []
    for module in view.modules:
        late = _late(view, module)
        moved: set[int] = set()
        for declaration, _ in late:
            if declaration.first in moved:
                continue
            group = [d for d in module.declarations if d.first == declaration.first and d.place == "body"]
            first_use = min(u for d, u in late if d in group)
            moved.add(declaration.first)
            found.append(_moved(view, module, declaration, group, first_use))
    yield from together(found, "Move the declarations above their first use")


def _late(view: View, module: Module) -> list[tuple[Declaration, int]]:
    """Body declarations with a use above them, with that use."""
    source = view.source
    first_use: dict[str, int] = {}
    start = module.ports_close if module.ports_close > 0 else module.header_end
    if any(d.is_parameter and d.place == "body" for d in module.declarations):
        start = module.name_token
    for i in range(start, module.last):
        if source.kind(i) is Kind.NAME and source.word(i - 1) != ".":
            first_use.setdefault(source.word(i), i)
    out = []
    for d in module.declarations:
        if d.place != "body" or d.direction or not d.kind or source.word(d.first) == "typedef":
            continue
        use = first_use.get(d.name, d.token)
        if use < d.first and not any(o.direction and o.name == d.name for o in module.declarations):
            out.append((d, use))
    return out


def _moved(view: View, module: Module, declaration: Declaration, group: list[Declaration], use: int) -> Finding:
    source = view.source
    changes: list[Change] = []
    if use < module.header_end and declaration.is_parameter:
        changes = _to_header(view, module, declaration)
    elif any(d.initial for d in group) and not declaration.is_parameter and declaration.is_net:
        # The value may need names declared in between, so it stays where it is.
        lines = [declaration_line(d.kind, d.signed, d.packed, d.name, d.unpacked) for d in group]
        assigns = " ".join(f"assign {d.name} = {source.slice(*d.initial)};" for d in group if d.initial)
        changes = [_place(view, module, use, lines), view.replace(declaration.first, declaration.last, assigns)]
    else:
        text = " ".join(source.slice(declaration.first, declaration.last).split("\n"))
        text = " ".join(text.split())
        changes = [_place(view, module, use, [text]), view.remove(declaration.first, declaration.last)]
    return Finding(
        disjoint(changes),
        f"Move the declaration of `{declaration.name}` up",
        f"`{declaration.name}` is used on line {view.line(use)} but declared only on line {view.line(declaration.token)}; "
        f"a name must be declared before it is used",
        0.93,
    )


def _place(view: View, module: Module, use: int, lines: list[str]) -> Change:
    """Above the item that holds the use."""
    item = use
    for first, last in _items(module):
        if first <= use <= last:
            item = first
    return view.new_line_before(item, "\n".join(lines))


def _items(module: Module) -> Iterator[tuple[int, int]]:
    for procedure in module.procedures:
        yield procedure.first, procedure.last
    for instance in module.instances:
        yield instance.first, instance.last
    for assignment in module.assignments:
        if assignment.where == "assign":
            yield assignment.left[0] - 1, assignment.right[1]
    for declaration in module.declarations:
        if declaration.place == "body":
            yield declaration.first, declaration.last


def _to_header(view: View, module: Module, declaration: Declaration) -> list[Change]:
    """A parameter that the ports need goes into ``#( … )``."""
    source = view.source
    if declaration.initial is None:
        return []
    packed = f"{declaration.packed} " if declaration.packed else ""
    text = f"parameter {packed}{declaration.name} = {source.slice(*declaration.initial)}"
    hash_token = module.name_token + 1
    if source.word(hash_token) == "#":
        close = source.partner.get(hash_token + 1, -1)
        put = view.behind(close - 1, f", {text}") if close > 0 else view.behind(module.name_token, f" #({text})")
    else:
        put = view.behind(module.name_token, f" #({text})")
    if declaration.siblings == 1:
        return [put, view.remove(declaration.first, declaration.last)]
    return [put]


REPAIR = scanning(
    "used_before_declared",
    find,
    codes=(
        "slang:UsedBeforeDeclared",
        "slang:UndeclaredIdentifier",
        "slang:TypoIdentifier",
        "slang:Redefinition",
        "slang:IdentifierUsedBeforeDeclared",
        "slang:ImplicitNet",
        "icarus:*",
        "*",
    ),
    safe=True,
)
