"""Selects outside a vector: a scalar that is indexed, bounds reversed, an index past the end."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.expressions import Widths, parse_expression
from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.outline import Declaration, Module
from assistant.repairs.verilog.rule import Change, Finding, View, pointed
from assistant.repairs.verilog.tokens import Kind
from backends.outcome import Diagnostic

_CODES = (
    "slang:CannotIndexScalar", "slang:RangeOOB", "slang:IndexOOB", "slang:RangeSelectReversed", "slang:SelectEndianMismatch",
    "slang:BadIndexExpression", "verilator:SELRANGE",
)  # fmt: skip


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    source = view.source
    i = view.token_at(diagnostic)
    opener = next(
        (k for k in range(i, max(i - 12, -1), -1) if source.word(k) == "[" and source.partner.get(k, -1) >= i), -1
    )
    if opener < 0:
        opener = next((k for k in range(i, min(i + 3, len(source))) if source.word(k) == "["), -1)
    name = opener - 1
    if opener < 0 or source.kind(name) is not Kind.NAME:
        return
    if diagnostic.code in ("RangeSelectReversed", "SelectEndianMismatch"):
        yield from _swapped(view, opener)
        return
    module = view.outline.module_at(i)
    declaration = module.find(source.word(name)) if module else None
    if module is None or declaration is None or declaration.unpacked or declaration.kind in ("integer", "genvar"):
        return
    yield from _wider(view, module, declaration)
    yield from _last_bit(view, module, opener)


def _swapped(view: View, opener: int) -> Iterator[Finding]:
    source = view.source
    close = source.partner[opener]
    colon = source.find(":", opener, close)
    if colon < 0:
        return
    low, high = source.slice(opener + 1, colon - 1), source.slice(colon + 1, close - 1)
    yield Finding(
        (view.replace(opener, close, f"[{high}:{low}]"),),
        f"Select `[{high}:{low}]`",
        f"`{source.slice(opener - 1, close)}` on line {view.line(opener)} runs against the direction of the declared range",
        0.85,
        ambiguous=True,
    )


def _wider(view: View, module: Module, declaration: Declaration) -> Iterator[Finding]:
    """The declaration made as wide as its uses need it."""
    shape = Inference(view, module, frozenset((declaration.name,))).shapes(declaration.name)[0]
    fact = facts_of(view.context).get(module.name)
    now = fact.names[declaration.name].width if fact and declaration.name in fact.names else 1
    if shape.width <= now or shape.unpacked:
        return
    changes = list(_with_range(view, module, declaration, shape.packed))
    if not changes:
        return
    port = bool(declaration.direction)
    scalar = now == 1
    yield Finding(
        tuple(changes),
        f"Declare `{declaration.name}` as `{shape.packed}`",
        f"`{declaration.name}` is declared {now} bit(s) wide on line {view.line(declaration.token)}, but its uses need {shape.width}",
        (0.85 if scalar else 0.6) * (0.6 if port else 1.0),
        ambiguous=port or not scalar,
    )


def _with_range(view: View, module: Module, declaration: Declaration, packed: str) -> Iterator[Change]:
    source = view.source
    for d in module.declared(declaration.name):
        if d.place not in ("header", "body"):
            continue
        if d.siblings == 1 or d.place == "header":
            opener = next((k for k in range(d.first, d.token) if source.word(k) == "["), -1)
            if opener >= 0:
                yield view.replace(opener, source.partner[opener], packed)
            elif d.first < d.token:
                yield view.before(d.token, f"{packed} ")
        else:
            from assistant.repairs.verilog.declaration_edit import without_name

            yield from without_name(view, module, d)
            head = " ".join(w for w in (d.direction, d.kind, "signed" if d.signed else "") if w)
            yield view.new_line_behind(d.last, f"{head} {packed} {d.name};", source.indent(d.first))


def _last_bit(view: View, module: Module, opener: int) -> Iterator[Finding]:
    """An index one past the end, as when counting from 1: the last bit is meant."""
    source = view.source
    close = source.partner[opener]
    facts = facts_of(view.context).get(module.name)
    fact = facts.names.get(source.word(opener - 1)) if facts else None
    if facts is None or fact is None or fact.bounds is None or source.find(":", opener, close) > 0:
        return
    index = Widths(source, facts).constant(parse_expression(source, opener + 1, close - 1))
    top = max(fact.bounds)
    if index is not None and index == top + 1:
        text = source.slice(opener + 1, close - 1)
        new = str(top) if text.isdigit() else f"{text}-1"
        yield Finding(
            (view.replace(opener + 1, close - 1, new),),
            f"Select bit `[{new}]`",
            f"bit {index} of `{source.word(opener - 1)}` (line {view.line(opener)}) does not exist; its last is {top}",
            0.5,
            ambiguous=True,
        )


REPAIR = pointed("select_range", _CODES, find)
