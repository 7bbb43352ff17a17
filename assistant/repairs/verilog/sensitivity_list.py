"""Sensitivity lists that leave a signal out, mix edges with levels, or lack the edge."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.outline import Module, Procedure
from assistant.repairs.verilog.paths import sometimes_assigned
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_EDGES = frozenset(("posedge", "negedge"))
_CLOCKS = ("clk", "clock", "ck")


def find(view: View) -> Iterator[Finding]:
    incomplete: list[Finding] = []
    for module in view.modules:
        for procedure in module.procedures:
            if procedure.keyword != "always" or procedure.event is None or procedure.body is None:
                continue
            terms = _terms(view, procedure)
            if not terms:
                continue
            edges = [t for t in terms if t[0]]
            levels = [t for t in terms if not t[0]]
            if edges and levels:
                yield from _mixed(view, procedure, levels)
            elif not edges and all(_is_clock(name) for _, name, _ in levels):
                yield from _missing_edge(view, procedure, levels)
            elif not edges:
                incomplete += _incomplete(view, module, procedure, {name for _, name, _ in levels})
            if edges:
                yield from _polarity(view, procedure, edges)
    yield from together(incomplete, "Use @(*) for all combinational blocks")


def _terms(view: View, procedure: Procedure) -> list[tuple[str, str, int]]:
    """(edge or empty, name, token of the name)."""
    assert procedure.event is not None
    source = view.source
    out = []
    for i in range(procedure.event[0], procedure.event[1] + 1):
        if source.kind(i) is Kind.NAME and source.word(i - 1) in (*_EDGES, "(", "or", ",", "@"):
            out.append((source.word(i - 1) if source.word(i - 1) in _EDGES else "", source.word(i), i))
    return out


def _incomplete(view: View, module: Module, procedure: Procedure, listed: set[str]) -> Iterator[Finding]:
    assert procedure.body is not None and procedure.event is not None
    source = view.source
    assigned = sometimes_assigned(view, procedure.body)
    known = module.names()
    read = {
        source.word(i)
        for i in range(procedure.body.first, procedure.body.last + 1)
        if source.kind(i) is Kind.NAME and source.word(i) in known and not known[source.word(i)].is_parameter
    }
    missing = sorted(
        n
        for n in read - assigned - listed
        if known[n].kind not in ("integer", "genvar") and known[n].place != "function"
    )
    if missing:
        first, last = procedure.event
        yield Finding(
            (view.replace(first, last, "(*)") if source.word(first) == "(" else view.replace(first, last, "*"),),
            "Use @(*)",
            f"the block on line {view.line(procedure.first)} reads `{missing[0]}` but does not wait for its changes, so simulation and "
            f"hardware differ",
            0.85,
        )


def _mixed(view: View, procedure: Procedure, levels: list[tuple[str, str, int]]) -> Iterator[Finding]:
    """``posedge clk or rst_n``: the edge of the reset is missing."""
    for _, name, token in levels:
        low = _tested_low(view, procedure, name)
        edge = "negedge" if low else "posedge"
        yield Finding(
            (view.before(token, f"{edge} "),),
            f"Write `{edge} {name}`",
            f"the event on line {view.line(token)} mixes an edge with the level of `{name}`, which no flip-flop does; "
            f"its reset is active {'low' if low else 'high'}",
            0.9,
        )


def _missing_edge(view: View, procedure: Procedure, levels: list[tuple[str, str, int]]) -> Iterator[Finding]:
    """``always @(clk)``."""
    _, name, token = levels[0]
    yield Finding(
        (view.before(token, "posedge "),),
        f"Write `posedge {name}`",
        f"the block on line {view.line(procedure.first)} runs at both edges of the clock `{name}`; registers take one",
        0.85,
        ambiguous=True,
    )


def _polarity(view: View, procedure: Procedure, edges: list[tuple[str, str, int]]) -> Iterator[Finding]:
    """``negedge rst`` with ``if (rst)``: edge and condition contradict each other."""
    body = procedure.body
    assert body is not None
    first = body.children[0] if body.kind == "block" and body.children else body
    if first.kind != "if" or first.condition is None or not first.has_else:
        return
    source = view.source
    start, end = first.condition
    words = [source.word(k) for k in range(start, end + 1) if source.word(k) not in ("(", ")")]
    for edge, name, token in edges:
        if name not in words or _is_clock(name):
            continue
        low = words in (["!", name], ["~", name]) or (words[:2] == [name, "=="] and words[-1] in ("0", "1'b0", "1'd0"))
        high = words == [name] or (words[:2] == [name, "=="] and words[-1] in ("1", "1'b1", "1'd1"))
        if not ((edge == "negedge" and high) or (edge == "posedge" and low)):
            continue
        active_low = name.lower().endswith(("_n", "n", "_b", "_l")) and not name.lower().endswith("en")
        cause = (
            f"the event on line {view.line(token)} waits for {edge} {name}, but the condition tests the opposite level"
        )
        right_edge = "negedge" if low else "posedge"
        yield Finding(
            (view.replace(token - 1, token - 1, right_edge),),
            f"Wait for `{right_edge} {name}`",
            cause,
            0.8 if active_low == low else 0.4,
            ambiguous=True,
        )
        condition = f"(!{name})" if edge == "negedge" else f"({name})"
        yield Finding(
            (view.replace(start, end, condition),),
            f"Test `{condition}`",
            cause,
            0.8 if active_low != low else 0.4,
            ambiguous=True,
        )


def _tested_low(view: View, procedure: Procedure, name: str) -> bool:
    source = view.source
    for i in range(procedure.first, procedure.last):
        if source.word(i) == name and source.word(i - 1) in ("!", "~"):
            return True
        if source.word(i) == name and source.word(i + 1) == "==":
            return source.word(i + 2) in ("0", "1'b0")
    return name.lower().endswith("_n")


def _is_clock(name: str) -> bool:
    return any(c in name.lower() for c in _CLOCKS) and "en" not in name.lower()


REPAIR = scanning(
    "sensitivity_list", find, codes=("verilator:SYNCASYNCNET", "yosys:sensitivity", "slang:MultiBitEdge", "*")
)
