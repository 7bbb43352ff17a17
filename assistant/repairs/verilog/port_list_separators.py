"""Commas and semicolons in the parentheses of a module header: missing, trailing, or one for the other."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.keywords import DECLARING, DIRECTIONS
from assistant.repairs.verilog.outline import Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        if module.ports_open >= 0 and view.source.word(module.ports_close) == ")":
            yield from _list(view, module, module.ports_open, module.ports_close, "port")
        hash_token = module.name_token + 1
        if view.source.word(hash_token) == "#" and view.source.word(hash_token + 1) == "(":
            close = view.source.partner.get(hash_token + 1, -1)
            if close > 0:
                yield from _list(view, module, hash_token + 1, close, "parameter")


def _list(view: View, module: Module, opener: int, close: int, what: str) -> Iterator[Finding]:
    source = view.source
    changes: list[Change] = []
    why: list[str] = []
    i = opener + 1
    while i < close:
        word, before = source.word(i), source.word(i - 1)
        if word == ";":
            changes.append(view.replace(i, i, ",") if not _ends_list(view, i, close) else view.remove(i, i))
            why.append(f"a `;` on line {view.line(i)} where {what}s are separated by commas")
        elif word == "," and _ends_list(view, i, close):
            changes.append(view.remove(i, i))
            why.append(f"a comma on line {view.line(i)} after the last {what}")
        elif word == "," and source.word(i + 1) in (",",):
            changes.append(view.remove(i, i))
            why.append(f"two commas on line {view.line(i)}")
        elif (
            _starts_entry(view, i, what)
            and i > opener + 1
            and before not in (",", ";", "(")
            and _ends_entry(view, i - 1)
        ):
            changes.append(view.behind(i - 1, ","))
            why.append(f"no comma after `{before}` on line {view.line(i - 1)}")
        i = source.skip(i)
    if changes:
        yield Finding(
            disjoint(changes),
            f"Separate the {what}s of {module.name} by commas",
            f"the {what} list of {module.name} has {why[0]}" + (f", and {len(why) - 1} more" if len(why) > 1 else ""),
            0.94,
        )


def _ends_list(view: View, i: int, close: int) -> bool:
    source = view.source
    return all(source.word(k) in (",", ";") for k in range(i + 1, close))


def _starts_entry(view: View, i: int, what: str) -> bool:
    source = view.source
    word = source.word(i)
    if what == "port":
        return word in DIRECTIONS or (
            source.kind(i) is Kind.NAME
            and source[i].first
            and _ends_entry(view, i - 1)
            and source.kind(i - 1) is Kind.NAME
        )
    return word in ("parameter", "localparam") or (
        source.kind(i) is Kind.NAME and source[i].first and source.word(i + 1) == "="
    )


def _ends_entry(view: View, i: int) -> bool:
    source = view.source
    return source.kind(i) in (Kind.NAME, Kind.NUMBER, Kind.MALFORMED) or (
        source.word(i) in (")", "]", "}") and source.word(i) not in DECLARING
    )


REPAIR = scanning("port_list_separators", find, safe=True)
