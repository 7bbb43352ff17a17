"""An instance without a name, or with its parameters behind the name, or without ``#``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.outline import Instance
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    taken = {t.text for t in source.tokens}
    for module in view.modules:
        for instance in module.instances:
            if not instance.name:
                name = _free_name(instance.definition, taken)
                taken.add(name)
                at = instance.open
                yield Finding(
                    (view.before(at, f"{name} " if source[at].start > source[at - 1].end else f" {name} "),),
                    f"Name the instance `{name}`",
                    f"the instance of {instance.definition} on line {view.line(instance.first)} has no name",
                    0.95,
                )
            yield from _dots(view, instance)
            if instance.name and instance.parameters and source.word(instance.first + 1) == instance.name:
                first, last = instance.parameters
                text = source.slice(first - 1, last)
                changes: list[Change] = [view.behind(instance.first, f" {text}"), view.remove(first - 1, last)]
                yield Finding(
                    disjoint(changes),
                    "Put the parameters before the instance's name",
                    f"the parameters of {instance.name} (line {view.line(first)}) stand behind its name; they belong before it",
                    0.95,
                )
        for i in range(module.header_end, module.last):
            # "sub (.W(8)) u (…)": the parameters lack their "#".
            close = source.partner.get(i + 1, -1)
            opens = (
                source.kind(i) is Kind.NAME and source.word(i + 1) == "(" and source.word(i + 2) == "." and close > 0
            )
            if opens and source.kind(close + 1) is Kind.NAME and source.word(close + 2) == "(":
                yield Finding(
                    (view.before(i + 1, "#" if source[i + 1].start > source[i].end else " #"),),
                    "Add `#` before the parameters",
                    f"the parameters of the instance on line {view.line(i)} need `#` before them",
                    0.95,
                )


def _dots(view: View, instance: Instance) -> Iterator[Finding]:
    """``sub #(W = 8) u (a(x), .b(y))``: what is connected by name needs its dot."""
    source = view.source
    changes: list[Change] = []
    known = facts_of(view.context).get(instance.definition)
    named = any(c.port for c in instance.connections)
    for connection in instance.connections:
        if connection.port or connection.expression is None:
            continue
        first, last = connection.expression
        call = (
            source.kind(first) is Kind.NAME and source.word(first + 1) == "(" and source.partner.get(first + 1) == last
        )
        if call and (named or (known is not None and source.word(first) in known.ports)):
            changes.append(view.before(first, "."))
    if instance.parameters and source.word(instance.parameters[0]) == "(":
        first, last = instance.parameters
        start = k = first + 1
        while k <= last:
            if source.word(k) == "," or k == last:
                if source.kind(start) is Kind.NAME and source.word(start + 1) == "=" and k > start + 2:
                    value = source.slice(start + 2, k - 1)
                    changes.append(view.replace(start, k - 1, f".{source.word(start)}({value})"))
                start = k + 1
            k = source.skip(k)
    if changes:
        yield Finding(
            disjoint(changes),
            f"Connect {instance.name or instance.definition} by name with `.name(…)`",
            f"the instance of {instance.definition} on line {view.line(instance.first)} names what it connects, but not as `.name(…)`",
            0.94,
        )


def _free_name(definition: str, taken: set[str]) -> str:
    candidates = [f"u_{definition}", *(f"u_{definition}_{k}" for k in range(1, 1000))]
    return next(c for c in candidates if c not in taken)


REPAIR = scanning("instance_form", find, safe=True)
