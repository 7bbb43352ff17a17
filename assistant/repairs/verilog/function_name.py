"""A function whose header and body, or whose calls, spell its name differently."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.names import likeness
from assistant.repairs.verilog.outline import Module, Procedure
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.undeclared import undeclared_in


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        for procedure in module.procedures:
            if procedure.keyword != "function" or not procedure.name:
                continue
            assigned = {n for a in module.assignments if a.procedure is procedure for n, _ in a.targets}
            if procedure.name in assigned or any(source.word(s.first) == "return" for s in procedure.statements()):
                continue
            unknown = undeclared_in(view, module)
            for other in sorted(assigned & set(unknown)):
                if likeness(other, procedure.name) >= 0.7 or len(assigned & set(unknown)) == 1:
                    yield _renamed(view, module, procedure, other)


def _renamed(view: View, module: Module, procedure: Procedure, other: str) -> Finding:
    """All spellings become the one the calls use, else the header's."""
    source = view.source
    tokens = [i for i in range(module.first, module.last) if source.kind(i) is Kind.NAME]
    called = any(
        source.word(i) == other and source.word(i + 1) == "(" and not procedure.first <= i <= procedure.last
        for i in tokens
    )
    wrong, right = (procedure.name, other) if called else (other, procedure.name)
    changes: tuple[Change, ...] = tuple(view.replace(i, i, right) for i in tokens if source.word(i) == wrong)
    return Finding(
        changes,
        f"Call the function `{right}`",
        f"the function on line {view.line(procedure.first)} is called {procedure.name}, but its value is assigned to `{other}`",
        0.92,
    )


REPAIR = scanning("function_name", find)
