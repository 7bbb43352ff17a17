"""Blocking assignments to registers in clocked blocks, nonblocking ones in combinational blocks, and both to one signal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import is_clocked
from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.outline import Assignment, Module, Procedure
from assistant.repairs.verilog.paths import is_combinational, local_names
from assistant.repairs.verilog.rule import Finding, View, scanning

_CODES = (
    "verilator:BLKSEQ", "verilator:COMBDLY", "verilator:BLKANDNBLK", "slang:BlockingInAlwaysFF", "slang:NonblockingInAlwaysComb",
    "slang:MixedVarAssigns", "yosys:mixed-assignment", "*",
)  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for procedure in module.procedures:
            if procedure.keyword in ("initial", "function", "task"):
                continue
            inner = [a for a in module.assignments if a.procedure is procedure]
            if is_clocked(view, procedure):
                yield from _to_nonblocking(view, module, procedure, inner)
            elif is_combinational(view, procedure):
                yield from _to_blocking(view, procedure, inner)


def _to_nonblocking(view: View, module: Module, procedure: Procedure, inner: list[Assignment]) -> Iterator[Finding]:
    source = view.source
    local = local_names(module, procedure)
    chosen = [
        a for a in inner
        if source.word(a.operator) == "=" and all(n not in local for n, _ in a.targets) and not _in_loop_header(view, a)
    ]  # fmt: skip
    if not chosen:
        return
    # A value read after it was assigned in the same pass would be the old one.
    temporary = any(_read_after(view, procedure, a, n) for a in chosen for n, _ in a.targets)
    yield Finding(
        disjoint(view.replace(a.operator, a.operator, "<=") for a in chosen),
        "Assign registers with `<=`",
        f"the clocked block on line {view.line(procedure.first)} assigns `{chosen[0].targets[0][0] if chosen[0].targets else ''}` with "
        f"`=`, so other blocks may see the new value in the same cycle",
        0.35 if temporary else 0.7,
        ambiguous=True,
    )


def _to_blocking(view: View, procedure: Procedure, inner: list[Assignment]) -> Iterator[Finding]:
    source = view.source
    chosen = [a for a in inner if source.word(a.operator) == "<="]
    if chosen:
        yield Finding(
            disjoint(view.replace(a.operator, a.operator, "=") for a in chosen),
            "Assign with `=`",
            f"the combinational block on line {view.line(procedure.first)} assigns with `<=`, so its results lag behind its inputs",
            0.75,
        )


def _in_loop_header(view: View, assignment: Assignment) -> bool:
    source = view.source
    return source.word(assignment.left[0] - 1) == "(" and source.word(assignment.left[0] - 2) == "for"


def _read_after(view: View, procedure: Procedure, assignment: Assignment, name: str) -> bool:
    source = view.source
    targets = {token for other in procedure_targets(view, procedure) for token in (other,)}
    return any(source.word(i) == name and i not in targets for i in range(assignment.right[1] + 1, procedure.last + 1))


def procedure_targets(view: View, procedure: Procedure) -> list[int]:
    """Tokens of all assigned names of a procedure."""
    module = view.outline.module_at(procedure.first)
    return [t for a in module.assignments if a.procedure is procedure for _, t in a.targets] if module else []


REPAIR = scanning("assignment_kind", find, codes=_CODES)
