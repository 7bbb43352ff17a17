"""An instance of a module that does not exist: the one whose name is nearest and whose ports fit."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.rule import Finding, View, scanning

_CODES = ("slang:UnknownModule", "icarus:error", "icarus:*", "verilator:MODMISSING", "*")


def find(view: View) -> Iterator[Finding]:
    facts = facts_of(view.context)
    known = set(facts) | {m.name for m in view.modules if m.name}
    for module in view.modules:
        for instance in module.instances:
            if instance.definition in known or instance.first == 0:
                continue
            wanted = {c.port for c in instance.connections if c.port}
            for candidate, likeness in nearest(instance.definition, known - {module.name}, least=0.55, most=2):
                ports = set(facts[candidate].ports) if candidate in facts else set()
                fits = bool(wanted) and wanted <= ports
                if not fits and likeness < 0.8:
                    continue
                yield Finding(
                    (view.replace(instance.first, instance.first, candidate),),
                    f"Instantiate `{candidate}`",
                    f"no module is called `{instance.definition}` (line {view.line(instance.first)}); `{candidate}` is, "
                    f"{'and has the ports connected here' if fits else 'and is spelt alike'}",
                    0.9 if fits else 0.6,
                    ambiguous=not fits,
                )


REPAIR = scanning("unknown_module", find, codes=_CODES)
