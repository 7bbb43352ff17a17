"""``data[i*8+7:i*8]``: a part-select with variable bounds is written ``[i*8 +: 8]``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import parse_expression
from assistant.repairs.verilog.keywords import DECLARING
from assistant.repairs.verilog.polynomial import add, names_in, polynomial, text_of
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    shifted: list[Finding] = []
    for i, token in enumerate(source.tokens):
        close = source.partner.get(i, -1)
        if token.text != "[" or close < i or source.word(i - 1) in DECLARING:
            continue
        if source.kind(i - 1) is not Kind.NAME and source.word(i - 1) != "]":
            continue
        colon = _colon(view, i, close)
        if colon < 0 or not _variable(view, i, close):
            continue
        high = polynomial(parse_expression(source, i + 1, colon - 1))
        low = polynomial(parse_expression(source, colon + 1, close - 1))
        if high is None or low is None:
            continue
        width = add(add(high, low, -1), {(): 1})
        constants = _constants(view, i)
        low_text = source.slice(colon + 1, close - 1)
        if names_in(width) <= constants:
            if all(v < 0 for v in width.values()):
                continue
            text = f"[{low_text} +: {text_of(width)}]"
            found.append(
                Finding(
                    (view.replace(i, close, text),),
                    f"Select `{source.word(i - 1)}{text}`",
                    f"the bounds of `{source.slice(i - 1, close)}` on line {view.line(i)} vary, which a part-select "
                    f"must not; a base and a constant width say the same",
                    0.95,
                )
            )
        elif source.kind(i - 1) is Kind.NAME and _is_read(view, i):
            name = source.word(i - 1)
            text = f"(({name} >> ({low_text})) & ((1 << ({text_of(width)})) - 1))"
            shifted.append(
                Finding(
                    (view.replace(i - 1, close, text),),
                    f"Shift and mask `{name}`",
                    f"the width of `{source.slice(i - 1, close)}` on line {view.line(i)} varies, so it must be shifted and masked",
                    0.6,
                )
            )
    yield from together(found, "Write all variable part-selects with +:")
    yield from shifted


def _colon(view: View, i: int, close: int) -> int:
    source = view.source
    k = i + 1
    while k < close:
        if source.word(k) == ":":
            return k
        if source.word(k) == "?":
            return -1
        k = source.skip(k)
    return -1


def _constants(view: View, i: int) -> frozenset[str]:
    module = view.outline.module_at(i)
    if module is None:
        return frozenset()
    facts = facts_of(view.context).get(module.name)
    known = {n for n, f in facts.names.items() if f.value is not None} if facts else set()
    return frozenset(known | {d.name for d in module.declarations if d.is_parameter})


def _variable(view: View, i: int, close: int) -> bool:
    """Some name in the bounds is no constant (and no genvar, whose loop makes it one)."""
    source = view.source
    module = view.outline.module_at(i)
    constants = _constants(view, i)
    genvars = {d.name for d in module.declarations if d.kind == "genvar"} if module else set()
    in_procedure = view.outline.procedure_at(i) is not None
    return any(
        source.kind(k) is Kind.NAME
        and source.word(k) not in constants
        and (in_procedure or source.word(k) not in genvars)
        for k in range(i + 1, close)
    )


def _is_read(view: View, i: int) -> bool:
    module = view.outline.module_at(i)
    return module is not None and not any(a.left[0] <= i <= a.left[1] for a in module.assignments)


REPAIR = scanning("variable_part_select", find, safe=True)
