"""The words of a declaration in the wrong order or contradicting one another: ``[7:0] reg a``, ``reg [7:0] signed a``, ``wire reg a``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.drive import driven_in_procedure
from assistant.repairs.verilog.keywords import DIRECTIONS, NETS, VARIABLES
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_SIGNS = frozenset(("signed", "unsigned"))
_KINDS = (NETS | VARIABLES) - {"supply0", "supply1"}
_HEAD = DIRECTIONS | _KINDS | _SIGNS
_PARAMETERS = ("parameter", "localparam")


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    i = 0
    while i < len(source):
        first = i
        if not (source.word(i) in _HEAD or (source.word(i) == "[" and _starts(view, i))) or source.word(
            i - 1
        ) in _HEAD | {"parameter", "localparam", "enum", "typedef", "function", "automatic"}:
            found += _parameter(view, i)
            i += 1
            continue
        directions: list[str] = []
        kinds: list[str] = []
        signs: list[str] = []
        ranges: list[str] = []
        order: list[int] = []
        while source.word(i) in _HEAD or (source.word(i) == "[" and i in source.partner):
            word = source.word(i)
            if word in DIRECTIONS:
                directions.append(word)
                order.append(0)
            elif word in _KINDS:
                kinds.append(word)
                order.append(1)
            elif word in _SIGNS:
                signs.append(word)
                order.append(2)
            else:
                end = source.partner[i]
                ranges.append(source.slice(i, end))
                order.append(3)
                i = end
            i += 1
        if source.kind(i) is not Kind.NAME or source.word(i + 1) == "." or not (directions or kinds):
            i = max(i, first + 1)
            continue
        kind = _one_kind(view, i, kinds, directions)
        if (
            order == sorted(order)
            and len(kinds) <= 1
            and len(set(directions)) == len(directions) <= 1
            and len(signs) <= 1
            and (not kinds or kinds[0] == kind)
        ):
            continue
        text = " ".join([*directions[:1], *([kind] if kind else []), *[s for s in signs[:1] if s == "signed"], *ranges])
        if text == source.slice(first, i - 1):
            continue
        found.append(
            Finding(
                (view.replace(first, i - 1, text),),
                f"Declare `{text} {source.word(i)}`",
                f"the declaration of `{source.word(i)}` on line {view.line(i)} has its words in an order, or a combination, "
                f"that Verilog does not know",
                0.93,
            )
        )
    yield from together(found, "Put the words of the declarations in order")


def _parameter(view: View, i: int) -> Iterator[Finding]:
    """``parameter [7:0] signed A``."""
    source = view.source
    if source.word(i) != "[" or source.word(i - 1) not in _PARAMETERS or source.partner.get(i, -1) < 0:
        return
    close = source.partner[i]
    if source.word(close + 1) == "signed" and source.kind(close + 2) is Kind.NAME:
        yield Finding(
            (view.replace(i, close + 1, f"signed {source.slice(i, close)}"),),
            f"Declare `signed {source.slice(i, close)} {source.word(close + 2)}`",
            f"`signed` stands before the range (line {view.line(i)})",
            0.93,
        )


def _starts(view: View, i: int) -> bool:
    """A range at the start of a declaration: behind ``;``, ``(``, ``,`` and before a keyword of declarations."""
    source = view.source
    close = source.partner.get(i, -1)
    return (
        close > 0
        and source.word(close + 1) in _HEAD
        and (source.word(i - 1) in (";", "(", ",", "end", "endmodule") or source[i].first)
    )


def _one_kind(view: View, name: int, kinds: list[str], directions: list[str]) -> str:
    """The kind that fits how the name is driven when several, or impossible ones, are written."""
    if not kinds:
        return ""
    if directions[:1] == ["input"] and kinds == ["reg"]:
        return "wire"
    distinct = list(dict.fromkeys(kinds))
    if len(distinct) == 1:
        return distinct[0]
    if set(distinct) == {"wire", "logic"} and distinct[0] == "wire":
        return "logic" if driven_in_procedure(view, name) else "wire"
    variables = [k for k in distinct if k in VARIABLES]
    return variables[0] if variables and driven_in_procedure(view, name) else "wire"


REPAIR = scanning("declaration_order", find, safe=True)
