"""The connections of an instance: missing or trailing commas, ``;`` inside, ``.a = x``, ``a => x``, ``.a: x``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.expressions import expression_end
from assistant.repairs.verilog.outline import Instance
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for instance in module.instances:
            close = view.source.partner.get(instance.open, -1)
            if close > 0 and view.source.word(close + 1) in (",", ".") and view.source.word(close - 1) in (")", "]"):
                yield Finding(
                    (view.remove(close, close),),
                    "Remove the extra `)`",
                    f"the `)` on line {view.line(close)} closes the connections of {instance.name} before the last of them",
                    0.92,
                )
            elif close > 0:
                yield from _connections(view, instance, instance.open, close)
            if instance.parameters and view.source.word(instance.parameters[0]) == "(":
                yield from _connections(view, instance, instance.parameters[0], instance.parameters[1])


def _connections(view: View, instance: Instance, opener: int, close: int) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    why: list[str] = []
    i = opener + 1
    while i < close:
        word = source.word(i)
        if word == "." and source.kind(i + 1) in (Kind.NAME, Kind.KEYWORD):
            if i > opener + 1 and source.word(i - 1) not in (",", ";", "("):
                changes.append(view.behind(i - 1, ","))
                why.append(f"no comma before .{source.word(i + 1)}")
            changes += _form(view, i, close, why)
        elif word == ";":
            last = all(source.word(k) in (",", ";") for k in range(i + 1, close))
            changes.append(view.remove(i, i) if last else view.replace(i, i, ","))
            why.append("a semicolon between connections")
        elif word == "," and (i + 1 == close or source.word(i + 1) == ","):
            changes.append(view.remove(i, i))
            why.append("a comma too many")
        elif source.kind(i) is Kind.NAME and source.word(i + 1) == "=>" and source.word(i - 1) in (",", "("):
            changes += _arrow(view, i, close)
            why.append(f"VHDL's `=>` for {word}")
        i = source.skip(i)
    if changes:
        yield Finding(
            disjoint(changes),
            f"Write the connections of {instance.name or instance.definition} as .port(signal)",
            f"the connection list of {instance.name or instance.definition} (line {view.line(instance.first)}) has {why[0]}",
            0.93,
        )


def _form(view: View, i: int, close: int, why: list[str]) -> Iterator[Change]:
    """``.a = x``, ``.a: x``, ``.a[x]``, ``.a <= x`` become ``.a(x)``."""
    source = view.source
    after = source.word(i + 2)
    if after in ("=", ":", "<=", "=>", "->"):
        end = expression_end(source, i + 3, close)
        if end > i + 2:
            start = source[i + 1].end
            why.append(f"`{after}` instead of parentheses for .{source.word(i + 1)}")
            yield (start, source[i + 3].start, "(")
            yield view.behind(end, ")")


def _arrow(view: View, i: int, close: int) -> Iterator[Change]:
    source = view.source
    end = expression_end(source, i + 2, close)
    if end > i + 1:
        yield (source[i].start, source[i + 2].start, f".{source.word(i)}(")
        yield view.behind(end, ")")


REPAIR = scanning("connection_list", find, safe=True)
