"""A target and a value with nothing between them: ``q d;``, ``assign y a & b;``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.assignment_style import operator_for
from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_VALUES = (Kind.NAME, Kind.NUMBER, Kind.MACRO, Kind.MALFORMED)
_STARTS = frozenset((";", "begin", "else", ":", ")", "end", "assign"))


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for i in range(module.header_end + 1, module.last):
            if source.kind(i) is not Kind.NAME or source.word(i - 1) not in _STARTS:
                continue
            continuous = source.word(i - 1) == "assign"
            if not continuous and view.outline.procedure_at(i) is None:
                continue
            declared = module.find(source.word(i))
            if declared is None or declared.is_parameter:
                continue
            last = i
            while source.word(last + 1) == "[" and last + 1 in source.partner:
                last = source.partner[last + 1]
            value = last + 1
            if source[min(value, len(source) - 1)].first or (
                source.kind(value) not in _VALUES and source.word(value) not in ("{", "~", "!")
            ):
                continue
            operator = "=" if continuous else operator_for(view, i, source.word(i))
            found.append(
                Finding(
                    (view.behind(last, f" {operator}"),),
                    f"Add `{operator}`",
                    f"between `{source.slice(i, last)}` and its value on line {view.line(i)} the assignment operator is missing",
                    0.9,
                )
            )
    yield from together(found, "Add the missing assignment operators")


REPAIR = scanning("missing_assignment_operator", find)
