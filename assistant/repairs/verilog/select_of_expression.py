"""``(a + b)[7:0]``: Verilog selects bits of a name, not of an expression."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import Widths, literal_value, parse_expression
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if (
            token.text != "["
            or source.word(i - 1) not in (")", "}")
            or i not in source.partner
            or i - 1 not in source.partner
        ):
            continue
        opener = source.partner[i - 1]
        first = opener
        if source.word(i - 1) == ")" and source.kind(opener - 1) in (Kind.NAME, Kind.SYSTEM):
            first = opener - 1
        if source.word(opener - 1) == "#" or source[i].first:
            continue
        finding = _rewritten(view, first, opener, i)
        if finding is not None:
            found.append(finding)
    yield from together(found, "Rewrite all selects of expressions")


def _rewritten(view: View, first: int, opener: int, i: int) -> Finding | None:
    source = view.source
    close = source.partner[i]
    expression = source.slice(first, i - 1)
    colon = source.find(":", i, close)
    if source.find("+:", i, close) > 0 or source.find("-:", i, close) > 0:
        return None
    if colon > 0:
        low_text = source.slice(colon + 1, close - 1)
        high, low = literal_value(source.slice(i + 1, colon - 1))[1], literal_value(low_text)[1]
        if high is None or low is None or high < low:
            return None
        width = high - low + 1
    else:
        low_text = source.slice(i + 1, close - 1)
        low, width = literal_value(low_text)[1], 1
    if low == 0 and _target_width(view, first, close) == width:
        text = expression
    else:
        shifted = expression if low == 0 else f"({expression} >> {low_text})"
        mask = f"{width}'d1" if width == 1 else f"{width}'h{(1 << width) - 1:X}"
        # The unsized 0 makes the sum wide enough for a carry that the select asks for.
        widened = (
            f"({shifted} & {mask})"
            if source.word(opener) == "{" or first != opener
            else f"(({_widened(expression)} >> {low_text}) & {mask})"
        )
        text = widened
    return Finding(
        (view.replace(first, close, text),),
        f"Write `{text}`",
        f"`{expression}{source.slice(i, close)}` on line {view.line(i)} selects bits of an expression, "
        f"which Verilog allows only for names",
        0.85,
    )


def _widened(expression: str) -> str:
    return f"({expression[1:-1]} + 0)" if expression.startswith("(") else expression


def _alone(view: View, first: int, close: int) -> bool:
    return view.source.word(first - 1) in ("=", "<=") and view.source.word(close + 1) == ";"


def _target_width(view: View, first: int, close: int) -> int | None:
    """Width of what is assigned when the select is the whole right-hand side."""
    if not _alone(view, first, close):
        return None
    module = view.outline.module_at(first)
    facts = facts_of(view.context).get(module.name) if module else None
    if module is None or facts is None:
        return None
    for assignment in module.assignments:
        if assignment.right[0] == first:
            return Widths(view.source, facts).of(parse_expression(view.source, *assignment.left)).bits
    return None


REPAIR = scanning("select_of_expression", find)
