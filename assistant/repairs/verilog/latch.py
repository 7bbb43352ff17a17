"""A latch from an incomplete ``if`` or ``case``: a default assignment at the head of the block, or a default branch."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.outline import Module, Procedure
from assistant.repairs.verilog.paths import is_combinational, latched, local_names
from assistant.repairs.verilog.rule import Change, Finding, View, scanning

_CODES = (
    "slang:InferredLatch", "slang:CaseIncomplete", "slang:CaseNone", "verilator:LATCH", "verilator:CASEINCOMPLETE", "verilator:NOLATCH",
    "yosys:latch", "yosys:latches", "yosys:inferred-latch",
)  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for procedure in module.procedures:
            if not is_combinational(view, procedure) or procedure.body is None:
                continue
            names = [n for n in latched(view, procedure) if n not in local_names(module, procedure)]
            if names:
                yield _defaults(view, module, procedure, names)


def _defaults(view: View, module: Module, procedure: Procedure, names: list[str]) -> Finding:
    assert procedure.body is not None
    lines = [f"{n} = {_default(view, module, n)};" for n in names]
    listed = ", ".join(f"`{n}`" for n in names)
    cause = (
        f"the combinational block on line {view.line(procedure.first)} leaves {listed} unassigned on some path, so a latch holds "
        f"the old value; a default at its head gives a value on every path"
    )
    return Finding(
        disjoint(_at_head(view, procedure, lines)), f"Assign {listed} by default", cause, 0.75, ambiguous=True
    )


def _at_head(view: View, procedure: Procedure, lines: list[str]) -> Iterator[Change]:
    source = view.source
    body = procedure.body
    assert body is not None
    if body.kind == "block":
        anchor = body.first + 2 if source.word(body.first + 1) == ":" else body.first
        inner = next((c for c in body.children if c.kind != "declaration"), None)
        indent = (
            source.indent(inner.first)
            if inner is not None and source[inner.first].first
            else source.indent(procedure.first) + "    "
        )
        before = [c for c in body.children if c.kind == "declaration"]
        if before:
            anchor = before[-1].last
        yield view.new_line_behind(anchor, "\n".join(lines), indent)
    else:
        indent = source.indent(procedure.first)
        text = "".join(f"\n{indent}    {line}" for line in lines)
        yield view.before(body.first, f"begin{text}\n{indent}    ")
        yield view.behind(body.last, f"\n{indent}end")


def _default(view: View, module: Module, name: str) -> str:
    """The present value for a next-state variable, else zero of the right width."""
    known = module.names()
    for prefix, suffix in (
        ("next_", ""),
        ("", "_next"),
        ("n_", ""),
        ("", "_n"),
        ("nxt_", ""),
        ("", "_nxt"),
        ("", "_d"),
    ):
        if name.startswith(prefix) and name.endswith(suffix) and len(name) > len(prefix) + len(suffix):
            stem = name[len(prefix) : len(name) - len(suffix)] if suffix else name[len(prefix) :]
            for current in (
                stem,
                f"current_{stem}",
                f"{stem}_reg",
                f"{stem}_q",
                f"{stem}_r",
                f"cur_{stem}",
                f"{stem}_current",
            ):
                if current in known and current != name and not known[current].is_parameter:
                    return current
    facts = facts_of(view.context).get(module.name)
    fact = facts.names.get(name) if facts else None
    width = fact.width if fact else 1
    return "1'b0" if width == 1 else f"{width}'d0"


REPAIR = scanning("latch", find, codes=_CODES)
