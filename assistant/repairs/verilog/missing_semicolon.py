"""A statement, declaration or header without its semicolon, or with a comma, colon or full stop in its place."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.keywords import DECLARING, DIRECTIONS, MODULE_ITEMS, PARAMETERS
from assistant.repairs.verilog.outline import Declaration, Module, Statement
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_NEVER_LAST = frozenset("= <= + - * / & | ^ && || == != < > >= << >> ? ( [ { . ~ ! @ # begin else".split())


def find(view: View) -> Iterator[Finding]:
    ends: dict[int, str] = {}
    for module in view.modules:
        for index, what in _unfinished(view, module):
            ends.setdefault(index, what)
    found = [f for index, what in sorted(ends.items()) if (f := _finding(view, index, what)) is not None]
    yield from together(found, "Add the missing semicolons")


def _finding(view: View, index: int, what: str) -> Finding | None:
    """``index`` is the last token of the unfinished construct."""
    source = view.source
    last = source.word(index)
    if index < 0 or last in (";", "end", "endcase", "endmodule") or last in _NEVER_LAST:
        return None
    wrong = last in (",", ":", ".") and (index + 1 >= len(source) or source[index + 1].first)
    change = view.replace(index, index, ";") if wrong else view.behind(index, ";")
    return Finding(
        (change,),
        "Put `;` here" if wrong else "Add `;`",
        f"{what} on line {view.line(index)} is not ended by a semicolon, so the next line is read as part of it",
        0.93,
    )


def _unfinished(view: View, module: Module) -> Iterator[tuple[int, str]]:
    source = view.source
    header = module.header_end
    if source.word(header) != ";" and (module.ports_close < 0 or source.word(module.ports_close) == ")"):
        end = header if module.ports_close < 0 else module.ports_close
        if source.kind(end) in (Kind.NAME,) or source.word(end) == ")":
            yield end, "the module header"
    for declaration in module.declarations:
        if declaration.place in ("body", "block", "function") and declaration.last < len(source):
            yield from _declaration(view, declaration)
    for assignment in module.assignments:
        if assignment.where == "assign":
            end = assignment.right[1]
            if source.word(end + 1) not in (";", ",") and end + 1 < len(source):
                yield end, "the continuous assignment"
            elif source.word(end + 1) == "," and _next_is_item(view, end + 2):
                yield end + 1, "the continuous assignment"
    for procedure in module.procedures:
        for statement in procedure.statements():
            yield from _statement(view, statement)
        yield from _subroutine_header(view, procedure.first, procedure.keyword)
    for statement in module.loose:
        for inner in statement.walk():
            yield from _statement(view, inner)
    for instance in module.instances:
        if source.word(instance.last) != ";":
            close = source.partner.get(instance.open, -1)
            if close > 0 and source.word(close + 1) != ";" and (close + 1 >= len(source) or source[close + 1].first):
                yield close, f"the instance {instance.name or instance.definition}"
    for k in range(module.header_end + 1, module.last):
        # "} state_t" of a typedef.
        if source.word(k) == "}" and source.kind(k + 1) is Kind.NAME and k + 2 < len(source):
            opener = source.partner.get(k, -1)
            before = [source.word(j) for j in range(max(opener - 8, 0), opener)]
            if "typedef" in before and source.word(k + 2) not in (";", "[", ",") and source[k + 2].first:
                yield k + 1, "the type definition"


def _declaration(view: View, declaration: Declaration) -> Iterator[tuple[int, str]]:
    source = view.source
    last = declaration.last
    if declaration.kind == "localparam" and not declaration.words:
        return
    if source.word(last) in (";", "}"):
        return
    after = last + 1
    if after >= len(source) or source[after].first or source.word(after) in DECLARING or source.word(last) in (",",):
        if source.word(last) == "," and not _next_is_item(view, after):
            return
        yield last, f"the declaration of `{declaration.name}`"


def _statement(view: View, statement: Statement) -> Iterator[tuple[int, str]]:
    source = view.source
    if statement.kind not in ("assign", "call", "declaration") or statement.closed:
        return
    last = statement.last
    after = last + 1
    if (
        after < len(source)
        and not source[after].first
        and source.word(after) not in ("end", "endcase", "else", "endfunction")
    ):
        return
    if statement.kind == "call" and source.kind(statement.first) is Kind.NAME and source.word(last) != ")":
        return
    for k in range(statement.first + 1, last + 1):
        # The next assignment, read as part of this one because nothing separates them.
        if (
            source[k].first
            and k > statement.operator > 0
            and source.word(k) not in (")", "}", "]", ":", "?", "+", "-", "&", "|", "^", "&&", "||")
        ):
            if source.word(k - 1) not in _NEVER_LAST and source.word(k - 1) not in (",", ":"):
                yield k - 1, "the statement"
                return
            if source.word(k - 1) == "," and not _open_before(view, statement.first, k):
                yield k - 1, "the statement"
                return
    yield last, "the statement"


def _open_before(view: View, first: int, k: int) -> bool:
    """Some bracket opened since ``first`` is still open at ``k``."""
    source = view.source
    return any(source.word(j) in ("(", "{", "[", "'{") and source.partner.get(j, 1 << 30) >= k for j in range(first, k))


def _subroutine_header(view: View, first: int, keyword: str) -> Iterator[tuple[int, str]]:
    """``function [7:0] f(input a)`` and ``function [7:0] f`` directly followed by the body."""
    source = view.source
    if keyword not in ("function", "task"):
        return
    i = first + 1
    while i < len(source) and (
        source.word(i) in ("automatic", "signed", "[") or source.word(i) in DECLARING - DIRECTIONS
    ):
        i = source.skip(i)
    if source.kind(i) is not Kind.NAME:
        return
    if source.kind(i + 1) is Kind.NAME:
        i += 1
    end = source.partner.get(i + 1, -1) if source.word(i + 1) == "(" else i
    if end > 0 and source.word(end + 1) != ";" and end + 1 < len(source) and source[end + 1].first:
        yield end, f"the header of {keyword} {source.word(i)}"


def _next_is_item(view: View, i: int) -> bool:
    """A module item or declaration begins at ``i``, on a new line."""
    source = view.source
    word = source.word(i)
    if i >= len(source) or not source[i].first:
        return False
    return word in MODULE_ITEMS or word in DECLARING or word in PARAMETERS or word in ("end", "endcase", "if", "begin")


REPAIR = scanning("missing_semicolon", find, safe=True)
