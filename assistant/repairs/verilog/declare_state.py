"""Undeclared names used as states or other codes: local parameters with the next free encodings."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import ModuleFacts, facts_of
from assistant.repairs.verilog.insertion import declare_parameter
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.undeclared import CODES, Undeclared, named_by, undeclared_in
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None or found[1].driven or found[1].loop:
        return
    module, name = found
    holders = _holders(view, module, name)
    if not holders and not name.name.isupper():
        return
    facts = facts_of(view.context).get(module.name)
    candidates = [u for u in undeclared_in(view, module).values() if not u.driven and not u.loop]
    group = [u for u in candidates if _holders(view, module, u) & holders] if holders else []
    if not group or facts is None:
        return
    if (
        not name.name.isupper()
        and not any(view.source.word(i + 1) == ":" for i in name.uses)
        and not _stateful(holders)
    ):
        return
    siblings = _siblings(view, module, holders, facts)
    width = _width(facts, holders, siblings, len(group))
    values = _free(siblings, len(group), width)
    if values is None:
        return
    member = next(
        (d for d in module.declarations if d.name in siblings and view.source.word(d.first) == "typedef"), None
    )
    if member is not None:
        yield _into_enumeration(view, member, sorted(group, key=_order(view)), values, facts)
        return
    lines = [
        f"localparam {u.name} = {_literal(v, width)};"
        for u, v in zip(sorted(group, key=_order(view)), values, strict=True)
    ]
    slip = nearest(name.name, siblings, least=0.8, most=1)
    in_state = _stateful(holders)
    # An encoding that leaves the module, or that the outside chooses, cannot be made up.
    visible = any(_is_port(module, h) for h in holders)
    yield Finding(
        (declare_parameter(view, module, lines, min(u.uses[0] for u in group)),),
        f"Declare {', '.join(u.name for u in group)} as local parameters",
        f"`{name.name}` is compared with or assigned to `{sorted(holders)[0]}` like a state, but is never declared; "
        f"it gets the next free encoding",
        (0.55 if slip and len(name.uses) <= 2 else 0.92) if in_state else 0.5,
        ambiguous=visible or not in_state,
    )


def _stateful(holders: set[str]) -> bool:
    return any("state" in h.lower() or h.lower() in ("next", "current", "cs", "ns", "st", "fsm") for h in holders)


def _into_enumeration(
    view: View, member: Declaration, group: list[Undeclared], values: list[int], facts: ModuleFacts
) -> Finding:
    """The members of an enumeration are its type's only values, so the new ones go into it."""
    source = view.source
    explicit = any(source.word(k) == "=" for k in range(member.first, member.last))
    width = facts.names[member.name].width if member.name in facts.names else 32
    items = [f"{u.name} = {_literal(v, width)}" if explicit else u.name for u, v in zip(group, values, strict=True)]
    listed = ", ".join(f"`{u.name}`" for u in group)
    return Finding(
        (view.behind(member.last - 1, ", " + ", ".join(items)),),
        f"Add {listed} to the enumeration",
        f"{listed} is used like the other members of the enumeration on line {view.line(member.first)}, which does not have it",
        0.9,
    )


def _order(view: View):  # type: ignore[no-untyped-def]
    """States in the order of their case labels, else of their first use."""
    source = view.source

    def key(name: Undeclared) -> tuple[int, int]:
        label = next((i for i in name.uses if source.word(i + 1) == ":"), -1)
        return (0, label) if label >= 0 else (1, name.uses[0])

    return key


def _holders(view: View, module: Module, name: Undeclared) -> set[str]:
    """The variables that take or are compared with this name, or are selected by it in a case."""
    source = view.source
    found: set[str] = set()
    for i in name.uses:
        before = source.word(i - 1)
        if before in ("==", "!=", "===", "!==") and source.kind(i - 2) is Kind.NAME:
            found.add(source.word(i - 2))
        elif source.word(i + 1) in ("==", "!=", "===") and source.kind(i + 2) is Kind.NAME:
            found.add(source.word(i + 2))
    for assignment in module.assignments:
        if (
            any(assignment.right[0] <= i <= assignment.right[1] for i in name.uses)
            and len(assignment.targets) == 1
            and _whole(view, assignment.right, name)
        ):
            found.add(assignment.targets[0][0])
    for procedure in module.procedures:
        for statement in procedure.statements():
            if statement.kind == "case" and statement.condition:
                labelled = any(label and label[0] <= i <= label[1] for i in name.uses for label in statement.labels)
                first, last = statement.condition
                if labelled:
                    found |= {source.word(k) for k in range(first, last + 1) if source.kind(k) is Kind.NAME}
    return {f for f in found if f != name.name}


def _whole(view: View, right: tuple[int, int], name: Undeclared) -> bool:
    """The name is a value the right-hand side takes, not part of an arithmetic expression."""
    source = view.source
    return all(
        source.word(i - 1) in ("=", "<=", "?", ":", "(") and source.word(i + 1) in (";", ":", ")", ",", "end")
        for i in name.uses
        if right[0] <= i <= right[1]
    )


def _siblings(view: View, module: Module, holders: set[str], facts: ModuleFacts) -> dict[str, int]:
    """Constants already used with the same variables, with their values."""
    source = view.source
    found: dict[str, int] = {}
    for i in range(module.header_end, module.last + 1):
        fact = facts.names.get(source.word(i)) if source.kind(i) is Kind.NAME else None
        if fact is None or fact.value is None:
            continue
        use = Undeclared(source.word(i), (i,), frozenset(), True)
        if _holders(view, module, use) & holders:
            found[fact.name] = fact.value
    declared = {d.first for d in module.declarations if d.is_parameter and d.name in found}
    for d in module.declarations:
        # The rest of the same list belongs to the encoding too, used or not.
        fact = facts.names.get(d.name)
        if d.is_parameter and d.first in declared and fact is not None and fact.value is not None:
            found[d.name] = fact.value
    return found


def _width(facts: ModuleFacts, holders: set[str], siblings: dict[str, int], count: int) -> int:
    widths = [facts.names[h].width for h in holders if h in facts.names]
    if widths:
        return min(widths)
    most = max([*siblings.values(), len(siblings) + count - 1], default=1)
    return max(most.bit_length(), 1)


def _free(siblings: dict[str, int], count: int, width: int) -> list[int] | None:
    """The next values not taken: one-hot when the others are, else counting on."""
    taken = set(siblings.values())
    one_hot = len(taken) > 2 and all(v and not v & (v - 1) for v in taken)
    pool = (1 << n for n in range(width)) if one_hot else iter(range(1 << min(width, 12)))
    free = [v for v in pool if v not in taken]
    highest = max(taken, default=-1)
    preferred = [v for v in free if v > highest] + [v for v in free if v < highest]
    return sorted(preferred[:count]) if len(preferred) >= count else None


def _literal(value: int, width: int) -> str:
    return f"{width}'d{value}"


def _is_port(module: Module, name: str) -> bool:
    return any(d.name == name and d.direction for d in module.declarations)


REPAIR = pointed("declare_state", CODES, find)
