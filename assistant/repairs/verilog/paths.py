"""Which variables a procedure assigns on every path, and on some."""

from __future__ import annotations

from assistant.repairs.verilog.expressions import literal_value
from assistant.repairs.verilog.outline import Module, Procedure, Statement
from assistant.repairs.verilog.rule import View
from assistant.repairs.verilog.statement_parser import target_names


def always_assigned(view: View, statement: Statement) -> frozenset[str]:
    """Names assigned (whole) whatever the conditions are."""
    match statement.kind:
        case "block" | "timed":
            out: frozenset[str] = frozenset()
            for child in statement.children:
                out |= always_assigned(view, child)
            return out
        case "if":
            if not statement.has_else:
                return frozenset()
            return always_assigned(view, statement.children[0]) & always_assigned(view, statement.children[1])
        case "case":
            if not statement.children or not is_full(view, statement):
                return frozenset()
            common = always_assigned(view, statement.children[0])
            for child in statement.children[1:]:
                common &= always_assigned(view, child)
            return common
        case "loop":
            # A loop with constant bounds that runs assigns bit by bit; that is taken for an assignment of the whole.
            return frozenset().union(*(sometimes_assigned(view, c) for c in statement.children))
        case "assign":
            left_last = statement.operator - 1
            return frozenset(n for n, _ in target_names(view.source, statement.first, left_last))
    return frozenset()


def sometimes_assigned(view: View, statement: Statement) -> frozenset[str]:
    """Names assigned on any path."""
    out: set[str] = set()
    for inner in statement.walk():
        if inner.kind == "assign":
            out |= {n for n, _ in target_names(view.source, inner.first, inner.operator - 1)}
    return frozenset(out)


def is_full(view: View, case: Statement) -> bool:
    """The case has a default, or literal labels for every value of their width."""
    if None in case.labels:
        return True
    values: set[int] = set()
    width = 0
    for label in case.labels:
        assert label is not None
        for k in range(label[0], label[1] + 1):
            size, value = literal_value(view.source.word(k))
            if size is not None and value is not None:
                width = max(width, size)
                values.add(value)
    return width > 0 and len(values) == 1 << min(width, 20)


def latched(view: View, procedure: Procedure) -> list[str]:
    """Names a combinational procedure leaves unassigned on some path, in order of their first assignment."""
    if procedure.body is None:
        return []
    missing = sometimes_assigned(view, procedure.body) - always_assigned(view, procedure.body)
    order: list[str] = []
    for statement in procedure.body.walk():
        if statement.kind == "assign":
            order += [n for n, _ in target_names(view.source, statement.first, statement.operator - 1)]
    return [n for n in dict.fromkeys(order) if n in missing]


def is_combinational(view: View, procedure: Procedure) -> bool:
    """An always without edges, other than always_ff and always_latch."""
    if procedure.keyword not in ("always", "always_comb"):
        return False
    if procedure.event is None:
        return procedure.keyword == "always_comb"
    first, last = procedure.event
    return not any(view.source.word(i) in ("posedge", "negedge") for i in range(first, last + 1))


def local_names(module: Module, procedure: Procedure) -> frozenset[str]:
    """Names that need no value outside the procedure: its own variables and loop variables."""
    loops = {d.name for d in module.declarations if d.kind in ("integer", "genvar", "int")}
    inner = {d.name for d in module.declarations if d.place == "block" and procedure.first <= d.token <= procedure.last}
    return frozenset(loops | inner)
