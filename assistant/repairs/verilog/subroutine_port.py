"""Arguments of a function or task without a direction of their own: ``function f(input [7:0] a, [1:0] b)``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import DIRECTIONS
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind
from assistant.repairs.verilog.verilog_version import systemverilog


def find(view: View) -> Iterator[Finding]:
    if systemverilog(view):
        return
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for procedure in module.procedures:
            if procedure.keyword not in ("function", "task"):
                continue
            opener = source.find("(", procedure.first, procedure.last)
            if opener < 0 or source.word(opener - 1) != procedure.name or opener not in source.partner:
                continue
            i = opener + 1
            while i < source.partner[opener]:
                if source.word(i - 1) in ("(", ",") and source.word(i) not in DIRECTIONS:
                    ranged = source.word(i) == "[" or source.word(i) in ("reg", "signed", "integer")
                    if ranged or (source.word(i - 1) == "(" and source.kind(i) is Kind.NAME):
                        found.append(
                            Finding(
                                (view.before(i, "input "),),
                                "Add `input`",
                                f"the argument on line {view.line(i)} of {procedure.name} has no direction, which Verilog-2005 demands",
                                0.93,
                            )
                        )
                i = source.skip(i)
    yield from together(found, "Give all arguments a direction")


REPAIR = scanning("subroutine_port", find, safe=True)
