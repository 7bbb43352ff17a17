"""Which assignment operator fits a place: ``<=`` in clocked code, ``=`` elsewhere, and above all what its neighbours use."""

from __future__ import annotations

from assistant.repairs.verilog.outline import Module, Procedure
from assistant.repairs.verilog.rule import View


def is_clocked(view: View, procedure: Procedure) -> bool:
    """True when the sensitivity list has an edge."""
    if procedure.keyword == "always_ff":
        return True
    if procedure.event is None:
        return False
    first, last = procedure.event
    return any(view.source.word(i) in ("posedge", "negedge") for i in range(first, last + 1))


def operator_for(view: View, index: int, name: str) -> str:
    """``=`` or ``<=`` for an assignment to ``name`` at token ``index``."""
    module = view.outline.module_at(index)
    procedure = view.outline.procedure_at(index)
    if module is None or procedure is None:
        return "="
    if procedure.keyword in ("initial", "function", "task", "always_comb") or _is_loop_header(view, index):
        return "="
    used = _operators(view, module, procedure, name, index)
    if used:
        return max(("=", "<="), key=used.count)
    if is_clocked(view, procedure):
        all_used = _operators(view, module, procedure, None, index)
        return "=" if all_used and "<=" not in all_used else "<="
    return "="


def _operators(view: View, module: Module, procedure: Procedure, name: str | None, index: int) -> list[str]:
    return [
        view.source.word(a.operator)
        for a in module.assignments
        if a.procedure is procedure
        and view.source.word(a.operator) in ("=", "<=")
        and not (a.left[0] <= index <= a.right[1])
        and a.statement is not None
        and view.source.word(a.statement.first) != "assign"
        and (name is None or any(n == name for n, _ in a.targets))
    ]


def _is_loop_header(view: View, index: int) -> bool:
    """True inside the parentheses of a ``for``."""
    source = view.source
    depth = 0
    for i in range(index - 1, max(index - 60, -1), -1):
        word = source.word(i)
        if word == ")":
            depth += 1
        elif word == "(":
            if depth == 0:
                return source.word(i - 1) == "for"
            depth -= 1
        elif word in ("begin", "end", "always"):
            return False
    return False
