"""A constant without size in a concatenation, or a replication of one: ``{a, 1}``, ``{8{0}}``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import Expression, Width, Widths, parse_expression
from assistant.repairs.verilog.outline import Assignment, Module
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        close = source.partner.get(i, -1)
        if token.text != "{" or close < i or not any(source.kind(k) is Kind.NUMBER for k in range(i, close)):
            continue
        tree = parse_expression(source, i, close)
        items = (
            tree.operands if tree.kind == "concat" else tree.operands[1].operands if tree.kind == "replicate" else []
        )
        for item in items:
            if item.kind == "number" and source.word(item.first).isdigit():
                found.append(_finding(view, tree, item))
    yield from together(found, "Give all constants in concatenations a size")


def _finding(view: View, tree: Expression, item: Expression) -> Finding:
    value = int(view.source.word(item.first))
    room = _room(view, tree, item)
    bits = room if room and value < 1 << room else max(value.bit_length(), 1)
    text = f"{bits}'b{value}" if bits == 1 else f"{bits}'d{value}"
    certain = room is not None or value <= 1
    return Finding(
        (view.replace(item.first, item.last, text),),
        f"Write `{text}`",
        f"the constant {value} on line {view.line(item.first)} has no size, which a concatenation needs to know",
        0.9 if certain else 0.6,
        ambiguous=not certain,
    )


def _room(view: View, tree: Expression, item: Expression) -> int | None:
    """Bits left for the constant when the concatenation is the whole value of a vector."""
    module = view.outline.module_at(tree.first)
    facts = facts_of(view.context).get(module.name) if module else None
    if module is None or facts is None or tree.kind != "concat":
        return None
    assignment = _whole_value(module, tree)
    if assignment is None:
        return None
    widths = Widths(view.source, facts)
    target: Width = widths.of(parse_expression(view.source, *assignment.left))
    others = [widths.of(t).bits for t in tree.operands if t is not item]
    if target.bits is None or None in others:
        return None
    left = target.bits - sum(o for o in others if o)
    return left if left > 0 else None


def _whole_value(module: Module, tree: Expression) -> Assignment | None:
    return next((a for a in module.assignments if a.right == (tree.first, tree.last)), None)


REPAIR = scanning("unsized_in_concatenation", find, codes=("slang:UnsizedInConcat", "*"))
