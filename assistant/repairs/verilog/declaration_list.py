"""Lists of declared names: ``reg a b;``, ``reg a; b;``, ``wire [7:0] a, [3:0] b;``, ``reg a, wire b;``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import DECLARING, NETS, VARIABLES
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for module in view.modules:
        for i in range(module.header_end + 1, module.last):
            if source.word(i) not in DECLARING or source.word(i - 1) in DECLARING or source.word(i - 1) in ("(", ","):
                continue
            found += _statement(view, i, module.last)
    yield from together(found, "Separate the declared names by commas")


def _statement(view: View, first: int, stop: int) -> Iterator[Finding]:
    source = view.source
    i = first
    while i < stop and source.word(i) != ";":
        after = source.skip(i)
        end = after - 1
        separate = source.kind(after) is Kind.NAME and not source[after].first
        if (
            (i > first and source.kind(i) is Kind.NAME and separate and _is_declarator(view, first, i))
            or source.word(i) == "]"
            or (
                source.word(i) == "["
                and source.kind(i - 1) is Kind.NAME
                and i > first + 1
                and separate
                and _is_declarator(view, first, i - 1)
            )
        ):
            yield _comma(view, end)
        elif source.word(i) == "," and source.word(i + 1) == "[" and i + 1 in source.partner:
            kind = next(
                (source.word(k) for k in range(first, i) if source.word(k) in NETS | VARIABLES), source.word(first)
            )
            yield Finding(
                (view.replace(i, i, f"; {kind}"),),
                f"Begin a new declaration with `{kind}`",
                f"the second range on line {view.line(i)} needs a declaration of its own",
                0.9,
            )
            return
        elif (
            source.word(i) == ","
            and source.word(i + 1) in NETS | VARIABLES | {"input", "output", "inout"}
            and not source[i + 1].first
        ):
            yield Finding(
                (view.replace(i, i, ";"),),
                "End the declaration with `;`",
                f"`{source.word(i + 1)}` on line {view.line(i)} begins another declaration, so `;` must come before it",
                0.9,
            )
            return
        if source[i].first and i > first and source.word(i) in DECLARING:
            return
        i = after
    if (
        source.word(i) == ";"
        and source.kind(i + 1) is Kind.NAME
        and not source[i + 1].first
        and source.word(i + 2) in (";", ",")
    ):
        yield Finding(
            (view.replace(i, i, ","),),
            "Write `,` for `;`",
            f"`{source.word(i + 1)}` on line {view.line(i)} belongs to the declaration before it, so a comma must stand there",
            0.9,
        )


def _comma(view: View, end: int) -> Finding:
    return Finding(
        (view.behind(end, ","),),
        "Add `,`",
        f"the names declared on line {view.line(end)} must be separated by commas",
        0.9,
    )


def _is_declarator(view: View, first: int, i: int) -> bool:
    """The name is declared here, not a type's name at the head."""
    before = view.source.word(i - 1)
    if before == ",":
        return True
    if view.source.word(i + 1) not in (",", ";", "=", "[") and view.source.kind(i + 1) is not Kind.NAME:
        return False
    return before in DECLARING or before in ("]", "signed")


REPAIR = scanning("declaration_list", find, safe=True)
