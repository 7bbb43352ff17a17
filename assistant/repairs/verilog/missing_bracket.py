"""A parenthesis, bracket or brace that is opened and never closed: each place where closing it makes sense."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.expressions import expression_end
from assistant.repairs.verilog.keywords import DECLARING
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import OPENING, Kind

_CONDITIONS = frozenset(("if", "while", "case", "casez", "casex", "for", "repeat", "@", "elif", "elsif", "elseif"))
_MAX_PLACES = 4


def find(view: View) -> Iterator[Finding]:
    source = view.source
    first_choice: list[Finding] = []
    others: list[Finding] = []
    for opener in source.unclosed:
        if source.word(opener) == "{" and _opens_block(view, opener):
            continue
        connection = _swallowing_connection(view, opener)
        if connection is not None:
            # The brackets pair off wrongly from there on; the culprit is the connection, not what stayed open.
            first_choice.append(_finding(view, connection[0], connection[1], 0.92, ambiguous=False))
            continue
        places = list(_places(view, opener))
        for number, (after, confidence) in enumerate(places[:_MAX_PLACES]):
            finding = _finding(view, opener, after, confidence, ambiguous=len(places) > 1 and confidence < 0.9)
            (others if number else first_choice).append(finding)
    yield from together(first_choice, "Close the open brackets", alone=0.95)
    yield from others


def _finding(view: View, opener: int, after: int, confidence: float, *, ambiguous: bool) -> Finding:
    bracket = view.source.word(opener)
    closer = OPENING[bracket]
    return Finding(
        (view.behind(after, closer),),
        f"Close the `{bracket}` after `{view.source.word(after)}`",
        f"the `{bracket}` opened on line {view.line(opener)} is never closed; `{closer}` is missing",
        confidence,
        ambiguous,
    )


def _swallowing_connection(view: View, opener: int) -> tuple[int, int] | None:
    """``.b(y, .c(z)``: the parenthesis of a connection that holds the next connection, with the token to close it behind."""
    source = view.source
    k = opener + 1
    while k < len(source) and source.word(k) not in (";", "endmodule"):
        close = source.partner.get(k, -1)
        if source.word(k) == "(" and _in_connection(view, k) and close > k:
            inner = next((j for j in range(k, close) if source.word(j) == "," and source.word(j + 1) == "."), -1)
            if inner > 0:
                return k, inner - 1
        k += 1
    return None


def _places(view: View, opener: int) -> Iterator[tuple[int, float]]:
    """Token after which to close, best first, with the confidence."""
    source = view.source
    head = source.word(opener - 1)
    end = _statement_end(view, opener)
    seen: set[int] = set()

    def once(after: int, confidence: float) -> Iterator[tuple[int, float]]:
        if after > opener and after not in seen:
            seen.add(after)
            yield after, confidence

    if source.word(opener) == "(" and head in _CONDITIONS:
        if source.word(end) in ("begin", "then"):
            yield from once(end - 1, 0.93)
        if head != "for":
            # The condition is as much as reads as one expression; the statement follows it.
            yield from once(expression_end(source, opener + 1, end), 0.88)
    if source.word(opener) == "(" and _in_connection(view, opener):
        for k in range(opener + 1, end):
            if (source.word(k) == "," and source.word(k + 1) == ".") or (
                source.word(k) == ")" and source.word(k + 1) in (";", ")")
            ):
                yield from once(k - 1, 0.92)
                break
            if source[k].first and k > opener + 1 and source.word(k) in (".", ")"):
                yield from once(k - 2 if source.word(k - 1) == "," else k - 1, 0.9)
                break
    if source.word(opener) == "(" and _is_header(view, opener):
        yield from _header_places(view, opener, once)
        return
    if source.word(opener) in ("{", "'{", "["):
        close = expression_end(source, opener + 1, end)
        while source.word(opener) != "[" and source.word(close + 1) == "," and close + 1 < end:
            close = expression_end(source, close + 2, end)
        if source.word(close + 1) == "{" and close + 1 in source.partner:
            close = source.partner[close + 1]
        if source.word(opener) == "[" and source.word(close + 1) in (":", "+:", "-:"):
            close = expression_end(source, close + 2, end)
        yield from once(close, 0.85)
    question = next((k for k in range(opener + 1, end) if source.word(k) == "?" and _depth(view, opener, k) == 0), -1)
    if question > 0:
        yield from once(question - 1, 0.72)
    for k in range(opener + 1, end):
        if source.word(k) in ("&&", "||") and _depth(view, opener, k) == 0 and head in ("&&", "||", "=", "(", "<="):
            yield from once(k - 1, 0.55)
            break
    yield from once(end - 1, 0.7)


def _statement_end(view: View, opener: int) -> int:
    """The token that ends the statement the bracket is in: ``;``, a block keyword, or the first of the next statement."""
    source = view.source
    k = opener + 1
    in_for = source.word(opener - 1) == "for"
    semicolons = 0
    while k < len(source):
        word = source.word(k)
        if word == ";":
            semicolons += 1
            if not in_for or semicolons > 2:
                return k
        elif (
            word in ("begin", "end", "endcase", "else", "endmodule", "then", "always", "assign", "case", "if")
            and k > opener + 1
        ) or (source[k].first and word in DECLARING and not _is_header(view, opener)):
            return k
        k = source.skip(k)
    return len(source)


def _depth(view: View, opener: int, k: int) -> int:
    """Brackets opened since ``opener`` and still open at ``k``."""
    source = view.source
    return sum(source.word(j) in OPENING and source.partner.get(j, 1 << 30) > k for j in range(opener + 1, k))


def _in_connection(view: View, opener: int) -> bool:
    return view.source.word(opener - 2) == "." and view.source.kind(opener - 1) in (Kind.NAME, Kind.KEYWORD)


def _is_header(view: View, opener: int) -> bool:
    return any(m.ports_open == opener for m in view.modules)


def _header_places(view: View, opener: int, once) -> Iterator[tuple[int, float]]:  # type: ignore[no-untyped-def]
    """Before the first ``;`` whose next line is no port, else before it anyway."""
    source = view.source
    k = opener + 1
    while k < len(source) and source.word(k) != ";":
        k = source.skip(k)
    while source.word(k) == ";" and source.word(k + 1) in ("input", "output", "inout"):
        j = k + 1
        while j < len(source) and source.word(j) != ";":
            j += 1
        k = j
    yield from once(k - 1, 0.85)


def _opens_block(view: View, opener: int) -> bool:
    source = view.source
    before = source.word(opener - 1)
    return before in ("else", "*") or (before == ")" and opener + 1 < len(source) and source[opener + 1].first)


REPAIR = scanning("missing_bracket", find)
