"""An instance without a name, or with its parameters behind the name, or without ``#``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
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
            elif instance.parameters and source.word(instance.first + 1) == instance.name:
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


def _free_name(definition: str, taken: set[str]) -> str:
    candidates = [f"u_{definition}", *(f"u_{definition}_{k}" for k in range(1, 1000))]
    return next(c for c in candidates if c not in taken)


REPAIR = scanning("instance_form", find, safe=True)
