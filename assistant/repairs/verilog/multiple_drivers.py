"""A register assigned in two clocked blocks of the same event: the blocks are joined, the reset last."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.outline import Module, Procedure
from assistant.repairs.verilog.paths import sometimes_assigned
from assistant.repairs.verilog.rule import Finding, View, scanning

_CODES = (
    "slang:MultipleAlwaysAssigns", "verilator:MULTIDRIVEN", "yosys:multiple-drivers", "yosys:multiple_drivers", "yosys:conflicting-drivers",
    "slang:MixedVarAssigns", "slang:MultipleContAssigns", "*",
)  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        blocks = [
            p
            for p in module.procedures
            if p.keyword in ("always", "always_ff") and p.body is not None and p.event is not None
        ]
        for number, first in enumerate(blocks):
            for second in blocks[number + 1 :]:
                shared = _assigned(view, first) & _assigned(view, second)
                if shared and _event(view, first) == _event(view, second):
                    yield _joined(view, module, first, second, sorted(shared))


def _assigned(view: View, procedure: Procedure) -> frozenset[str]:
    return sometimes_assigned(view, procedure.body) if procedure.body is not None else frozenset()


def _event(view: View, procedure: Procedure) -> str:
    assert procedure.event is not None
    return " ".join(view.source.slice(*procedure.event).split())


def _joined(view: View, module: Module, first: Procedure, second: Procedure, shared: list[str]) -> Finding:
    source = view.source
    assert first.body is not None and second.body is not None
    indent = source.indent(first.first) + "    "
    parts = (
        [_inner(view, second), _inner(view, first)]
        if _resets(view, first) and not _resets(view, second)
        else [_inner(view, first), _inner(view, second)]
    )
    text = f"begin\n{indent}{parts[0]}\n{indent}{parts[1]}\n{source.indent(first.first)}end"
    return Finding(
        disjoint((view.replace(first.body.first, first.body.last, text), view.remove(second.first, second.last))),
        "Join the two blocks",
        f"`{shared[0]}` is assigned in two blocks (lines {view.line(first.first)} and {view.line(second.first)}), which in hardware "
        f"are two drivers of one register",
        0.6,
        ambiguous=True,
    )


def _inner(view: View, procedure: Procedure) -> str:
    """The statements of the body without its own begin and end."""
    source = view.source
    body = procedure.body
    assert body is not None
    if body.kind == "block" and body.children:
        return source.slice(body.children[0].first, body.children[-1].last)
    return source.slice(body.first, body.last)


def _resets(view: View, procedure: Procedure) -> bool:
    """The block does something only under a reset."""
    body = procedure.body
    assert body is not None
    inner = body.children[0] if body.kind == "block" and len(body.children) == 1 else body
    if inner.kind != "if" or inner.has_else or inner.condition is None:
        return False
    text = view.source.slice(*inner.condition).lower()
    return "rst" in text or "reset" in text or "clr" in text


REPAIR = scanning("multiple_drivers", find, codes=_CODES)
