"""A net that Verilog declares by itself, one bit wide, where more bits are driven or read."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.insertion import declaration_line, declare
from assistant.repairs.verilog.rule import Finding, View, pointed
from assistant.repairs.verilog.undeclared import named_by, undeclared_in
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    found = named_by(diagnostic, view)
    if found is None or found[1].driven or found[1].loop:
        return
    module, name = found
    shape = Inference(view, module, frozenset(undeclared_in(view, module))).shapes(name.name)[0]
    line = declaration_line("wire", shape.signed, shape.packed, name.name)
    yield Finding(
        (declare(view, module, [line], name.uses[0]),),
        f"Declare `{line.rstrip(';')}`",
        f"`{name.name}` is never declared, so it is taken for a net of one bit; {shape.why}",
        0.4,
        ambiguous=True,
    )


REPAIR = pointed("implicit_net", ("slang:ImplicitNet", "verilator:IMPLICIT"), find)
