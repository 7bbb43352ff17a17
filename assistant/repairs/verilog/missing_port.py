"""Undeclared names that nothing in the module drives, foremost its clock and reset: inputs that its header lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.insertion import declaration_line
from assistant.repairs.verilog.names import nearest
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Change, Finding, View, pointed
from assistant.repairs.verilog.undeclared import CODES, Undeclared, named_by, undeclared_in
from backends.outcome import Diagnostic

_GLOBAL = re.compile(
    r"^(?:i_)?(?:\w*_)?(?:clk|clock|rst|reset|arst|resetn|rstn|nrst|nreset)(?:_?[nbip]+|_in)?$", re.IGNORECASE
)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None or found[0].ports_open < 0 or view.source.word(found[0].ports_close) != ")":
        return
    module, name = found
    if not _is_input(view, module, name):
        return
    inference = Inference(view, module, frozenset(undeclared_in(view, module)))
    wanted = [u for u in undeclared_in(view, module).values() if _is_input(view, module, u)]
    lasting = [u for u in wanted if _is_global(view, u)]
    if _is_global(view, name):
        yield _finding(view, module, lasting, inference, 0.5 if _like_a_port(module, lasting) else 0.9)
        if len(wanted) > len(lasting):
            yield _finding(view, module, wanted, inference, 0.4)
    else:
        confidence = 0.3 if name.name.isupper() else 0.2 if _like_a_port(module, [name]) else 0.5
        yield _finding(view, module, [name], inference, confidence)


def _is_input(view: View, module: Module, name: Undeclared) -> bool:
    """Read, never driven, and not called like a function or used where only a constant can stand."""
    source = view.source
    if name.driven or name.loop or any(i <= module.header_end for i in name.uses):
        return False
    if any(source.word(i + 1) == "(" and source.word(i - 1) not in ("posedge", "negedge", "or") for i in name.uses):
        return False
    return not any(source.word(i + 1) == ":" and source.word(i - 1) in (";", "end", "begin", ")") for i in name.uses)


def _is_global(view: View, name: Undeclared) -> bool:
    """A clock or reset: by its name, or because an event list waits for its edge."""
    return _GLOBAL.match(name.name) is not None or any(
        view.source.word(i - 1) in ("posedge", "negedge") for i in name.uses
    )


def _like_a_port(module: Module, names: list[Undeclared]) -> bool:
    """The header has something like it: then the name is misspelt rather than the port forgotten."""
    ports = [d.name for d in module.ports if d.direction == "input"]
    return any(nearest(n.name, ports, least=0.6, most=1) for n in names)


def _finding(view: View, module: Module, names: list[Undeclared], inference: Inference, confidence: float) -> Finding:
    entries = []
    for name in sorted(names, key=lambda u: u.uses[0]):
        shape = inference.shapes(name.name)[0]
        entries.append((name.name, shape.signed, shape.packed))
    listed = ", ".join(f"`{n}`" for n, _, _ in entries)
    return Finding(
        tuple(_added(view, module, entries)),
        f"Add input {listed} to the ports",
        f"{module.name} reads {listed}, but neither declares nor drives it: the port is missing from the header",
        confidence,
        ambiguous=True,
    )


def _added(view: View, module: Module, entries: list[tuple[str, bool, str]]) -> Iterator[Change]:
    source = view.source
    follow = "," if module.port_order else ""
    if module.ansi or not module.port_order:
        rows = [declaration_line("input wire", signed, packed, name).rstrip(";") for name, signed, packed in entries]
        first = module.port_order[0][1] if module.port_order else module.ports_close
        apart = source[first].line > source[module.ports_open].line
        lead = "\n" + source.indent(first) if apart else ""
        text = ",".join(lead + row for row in rows) if apart else ", ".join(rows)
        yield view.behind(module.ports_open, text + follow + (" " if follow and not apart else ""))
        return
    yield view.behind(module.ports_open, ", ".join(name for name, _, _ in entries) + follow + " ")
    rows = [declaration_line("input", signed, packed, name) for name, signed, packed in entries]
    yield view.new_line_behind(module.header_end, "\n".join(rows), "    ")


REPAIR = pointed("missing_port", CODES, find)
