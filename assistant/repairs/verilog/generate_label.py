"""Generate blocks without a name."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning

_CODES = ("slang:UnnamedGenerate", "verilator:GENUNNAMED", "slang:NonStandardGenBlock")


def find(view: View) -> Iterator[Finding]:
    source = view.source
    taken = {t.text for t in source.tokens}
    found = []
    for module in view.modules:
        for loop in module.generate_loops:
            begin = loop.last + 1
            if source.word(begin) != "begin" or source.word(begin + 1) == ":":
                continue
            variable = source.word(loop.condition[0] + 1) if loop.condition else "i"
            name = next(
                n for n in (f"gen_{variable}", *(f"gen_{variable}_{k}" for k in range(1, 100))) if n not in taken
            )
            taken.add(name)
            found.append(
                Finding(
                    (view.behind(begin, f" : {name}"),),
                    f"Name the block `{name}`",
                    f"the generate block on line {view.line(begin)} has no name, so what is inside cannot be referred to reliably",
                    0.9,
                )
            )
    yield from together(found, "Name all generate blocks")


REPAIR = scanning("generate_label", find, codes=_CODES, safe=True)
