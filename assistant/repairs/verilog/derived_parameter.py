"""An undeclared parameter that others determine: ``DEPTH`` from ``ADDR_WIDTH``, ``ADDR_WIDTH`` from ``DEPTH``, a width from a port."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.insertion import declare_parameter
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.undeclared import CODES, Undeclared, named_by
from backends.outcome import Diagnostic

_DEPTH = re.compile(r"(?:\w+_)?(?:DEPTH|SIZE|ENTRIES|WORDS|NUM_REGS|SETS|N)$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\w+_)?(?:ADDR|ADDRESS|PTR|INDEX|IDX|AW|A)(?:_?(?:WIDTH|BITS|SIZE|W))?$", re.IGNORECASE)
_WIDTH = re.compile(r"(?:\w+_)?(?:WIDTH|W|BITS|SIZE|N)$", re.IGNORECASE)


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None or found[1].driven or found[1].loop or not found[1].name.isupper():
        return
    module, name = found
    for value, why, confidence in _values(view, module, name):
        yield Finding(
            (declare_parameter(view, module, [f"localparam {name.name} = {value};"], name.uses[0]),)
            if name.uses[0] > module.header_end
            else (_in_header(view, module, f"parameter {name.name} = {value}"),),
            f"Declare `{name.name} = {value}`",
            f"`{name.name}` is used on line {view.line(name.uses[0])} but never given a value; {why}",
            confidence,
            ambiguous=True,
        )


def _in_header(view: View, module: Module, text: str) -> tuple[int, int, str]:
    source = view.source
    hash_token = module.name_token + 1
    close = source.partner.get(hash_token + 1, -1)
    if source.word(hash_token) == "#" and close > 0:
        return view.behind(close - 1, f", {text}")
    return view.behind(module.name_token, f" #(parameter {text.removeprefix('parameter ')})")


def _values(view: View, module: Module, name: Undeclared) -> Iterator[tuple[str, str, float]]:
    facts = facts_of(view.context).get(module.name)
    parameters = [d.name for d in module.declarations if d.is_parameter and d.words]
    if _DEPTH.fullmatch(name.name):
        for other in parameters:
            if _ADDRESS.fullmatch(other):
                yield f"1 << {other}", f"{other} address bits reach that many words", 0.6
    if _ADDRESS.fullmatch(name.name):
        for other in parameters:
            if _DEPTH.fullmatch(other):
                yield f"$clog2({other})", f"that many bits address {other} words", 0.6
    if facts is not None and _WIDTH.fullmatch(name.name):
        widths = {
            f.width for f in facts.names.values() if f.value is None and f.width > 1 and f.depth is None and f.sized
        }
        if len(widths) == 1:
            (width,) = widths
            yield str(width), f"every vector of {module.name} is {width} bits wide", 0.5
        elif not widths:
            yield "8", "8 bits are usual", 0.3


REPAIR = pointed("derived_parameter", CODES, find)
