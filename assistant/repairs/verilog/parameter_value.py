"""Parameters without ``=`` or with the wrong separator: ``parameter W 8;``, ``parameter A = 1; B = 2;``, C's ``const``."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import PARAMETERS
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text in PARAMETERS:
            found += _missing_equals(view, i)
            found += _semicolons(view, i)
        elif token.text == "const" and source.word(i - 1) != "static":
            found += _const(view, i)
    yield from together(found, "Write all parameters as `name = value`")


def _name(view: View, i: int) -> int:
    """The token of the first declared name behind the keyword."""
    source = view.source
    k = i + 1
    while source.word(k) in (
        "integer",
        "int",
        "signed",
        "unsigned",
        "real",
        "logic",
        "reg",
        "bit",
        "[",
        "wire",
        "time",
        "string",
    ):
        k = source.skip(k)
    return k


def _missing_equals(view: View, i: int) -> Iterator[Finding]:
    source = view.source
    name = _name(view, i)
    if source.kind(name) is not Kind.NAME:
        return
    after = source.word(name + 1)
    if source.kind(name + 1) in (Kind.NUMBER, Kind.MALFORMED, Kind.STRING) and not source[name + 1].first:
        yield _finding(view, name, (view.behind(name, " ="),))
    elif after in (":=", "==", "<=", ":") and source.kind(name + 2) in (Kind.NUMBER, Kind.NAME, Kind.MALFORMED):
        yield _finding(view, name, (view.replace(name + 1, name + 1, "="),))


def _finding(view: View, name: int, changes: tuple[tuple[int, int, str], ...]) -> Finding:
    return Finding(
        changes,
        f"Write `{view.source.word(name)} = …`",
        f"the parameter `{view.source.word(name)}` on line {view.line(name)} must be given its value with `=`",
        0.94,
    )


def _semicolons(view: View, i: int) -> Iterator[Finding]:
    """``parameter A = 1; B = 2; C = 3;``: the names that follow on indented lines belong to the list."""
    source = view.source
    k = _name(view, i)
    if source.word(k + 1) != "=" or view.outline.procedure_at(i) is not None:
        return
    while True:
        while k < len(source) and source.word(k) not in (";", ",") and source.kind(k) is not Kind.KEYWORD:
            k = source.skip(k)
        if source.word(k) != ";":
            if source.word(k) == ",":
                k += 1
                continue
            return
        follows = source.kind(k + 1) is Kind.NAME and source.word(k + 2) == "=" and source.kind(k + 3) is Kind.NUMBER
        module = view.outline.module_at(k)
        if not follows or module is None or module.find(source.word(k + 1)) is not None:
            return
        yield Finding(
            (view.replace(k, k, ","),),
            "Write `,` for `;`",
            f"`{source.word(k + 1)}` on line {view.line(k + 1)} belongs to the parameter list, which the `;` before it ends",
            0.85,
        )
        k += 1


def _const(view: View, i: int) -> Iterator[Finding]:
    """``const int N = 8;`` becomes a localparam."""
    source = view.source
    last = i
    while source.word(last + 1) in ("int", "integer", "unsigned", "signed", "reg", "wire", "logic"):
        last += 1
    if source.kind(last + 1) is Kind.NAME or source.word(last + 1) == "[":
        yield Finding(
            (view.replace(i, last, "localparam"),),
            "Declare a localparam",
            f"`const` on line {view.line(i)} is C; a constant of a module is a localparam",
            0.92,
        )


REPAIR = scanning("parameter_value", find, safe=True)
