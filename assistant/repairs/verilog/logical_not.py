"""``!x & y`` on vectors: ``!`` gives one bit, where every bit turned round (``~``) is meant."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Finding, View, pointed
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    if "LOGNOT generates 1 bits" not in diagnostic.message:
        return
    source = view.source
    i = view.token_at(diagnostic)
    if i >= len(source):
        return
    line = range(source.first_on_line(i), source.last_on_line(i) + 1)
    marks = [k for k in line if source.word(k) == "!"]
    # The tool points at the operator or at its operand.
    near = min(marks, key=lambda k: abs(k - i), default=-1)
    if near >= 0:
        yield Finding(
            (view.replace(near, near, "~"),),
            "Write `~`",
            f"`!` on line {view.line(near)} gives a single bit, but stands among vectors, where `~` turns every bit round",
            0.8,
            ambiguous=True,
        )


REPAIR = pointed("logical_not", ("verilator:WIDTHEXPAND",), find)
