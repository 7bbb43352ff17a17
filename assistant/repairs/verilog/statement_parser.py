"""Reads one procedural statement, forgiving missing semicolons, ``end`` and parentheses."""

from __future__ import annotations

from assistant.repairs.verilog.keywords import CASES, CLOSERS, DECLARING, MODULE_ITEMS
from assistant.repairs.verilog.outline import ASSIGNMENT_OPERATORS, Statement
from assistant.repairs.verilog.tokens import Kind, Source

_BREAKS = MODULE_ITEMS - {"assign"} | {"end", "endcase", "else", "endfunction", "endtask", "join"}
_STARTS = frozenset(("begin", "if", "for", "while", "repeat", "forever", "fork", "return", "disable", "wait")) | CASES
_LOOPS = frozenset(("for", "while", "repeat", "foreach"))


def parse_statement(source: Source, i: int, stop: int) -> tuple[Statement, int]:
    """The statement at ``i`` and the token after it."""
    if i >= stop:
        return Statement("unknown", min(i, len(source) - 1), i - 1, closed=False), i
    first, word = i, source.word(i)
    if word in ("unique", "priority", "unique0"):
        i += 1
        word = source.word(i)
    if word in ("begin", "fork"):
        return _block(source, i, stop)
    if word == "if":
        return _conditional(source, i, stop)
    if word in CASES:
        return _case(source, i, stop)
    if word in _LOOPS or word == "forever":
        condition, i = _parenthesis(source, i + 1, stop) if word != "forever" else (None, i + 1)
        body, i = parse_statement(source, i, stop)
        return Statement("loop", first, i - 1, [body], condition, closed=body.closed), i
    if word in ("@", "#"):
        i = source.skip(i + 1) if source.word(i + 1) == "(" else i + 2
        if source.word(i) == ";":
            return Statement("timed", first, i), i + 1
        body, i = parse_statement(source, i, stop)
        return Statement("timed", first, i - 1, [body], closed=body.closed), i
    if word == "wait":
        condition, i = _parenthesis(source, i + 1, stop)
        body, i = parse_statement(source, i, stop)
        return Statement("timed", first, i - 1, [body], condition), i
    if word == ";":
        return Statement("null", i, i), i + 1
    if word in DECLARING - {"assign"} or word in ("automatic", "static"):
        return _simple(source, i, stop, "declaration")
    return _simple(source, i, stop, "")


def _block(source: Source, i: int, stop: int) -> tuple[Statement, int]:
    first, closer = i, CLOSERS[source.word(i)]
    i += 1
    if source.word(i) == ":" and source.kind(i + 1) is Kind.NAME:
        i += 2
    children: list[Statement] = []
    while i < stop and source.word(i) != closer:
        if source.word(i) in _BREAKS and source.word(i) not in ("else", "genvar") and source.word(i) not in DECLARING:
            return Statement("block", first, i - 1, children, closed=False), i
        before = i
        child, i = parse_statement(source, i, stop)
        children.append(child)
        i = max(i, before + 1)
    closed = i < stop
    end = i
    if (
        closed
        and source.word(i + 1) == ":"
        and source.kind(i + 2) is Kind.NAME
        and source[i + 1].line == source[i].line
    ):
        end = i + 2
    return Statement("block", first, end if closed else i - 1, children, closed=closed), end + 1 if closed else i


def _conditional(source: Source, i: int, stop: int) -> tuple[Statement, int]:
    first = i
    condition, i = _parenthesis(source, i + 1, stop)
    then, i = parse_statement(source, i, stop)
    statement = Statement("if", first, i - 1, [then], condition, closed=then.closed)
    if source.word(i) == "else" and i < stop:
        otherwise, i = parse_statement(source, i + 1, stop)
        statement.children.append(otherwise)
        statement.has_else, statement.last = True, i - 1
        statement.closed = otherwise.closed
    return statement, i


def _case(source: Source, i: int, stop: int) -> tuple[Statement, int]:
    first = i
    condition, i = _parenthesis(source, i + 1, stop)
    statement = Statement("case", first, i, [], condition)
    if source.word(i) == "inside":
        i += 1
    while i < stop and source.word(i) != "endcase":
        if source.word(i) in _BREAKS and source.word(i) not in DECLARING:
            statement.closed = False
            break
        before = i
        label: tuple[int, int] | None = None
        if source.word(i) == "default":
            i += 1 + (source.word(i + 1) == ":")
        else:
            start = i
            while i < stop and source.word(i) not in (":", ";", "endcase", "end", "begin"):
                i = source.skip(i)
            label = (start, i - 1)
            i += source.word(i) == ":"
        body, i = parse_statement(source, i, stop)
        statement.children.append(body)
        statement.labels.append(label)
        i = max(i, before + 1)
    else:
        statement.closed = i < stop
        i += statement.closed
    statement.last = i - 1
    return statement, i


def _parenthesis(source: Source, i: int, stop: int) -> tuple[tuple[int, int] | None, int]:
    """The condition in parentheses; when they are missing or open, up to the end of its line."""
    if source.word(i) == "(":
        close = source.partner.get(i, -1)
        if close > 0:
            return (i, close), close + 1
    if i >= stop:
        return None, i
    last = source.last_on_line(i)
    for k in range(i, last + 1):
        if source.word(k) in ("begin", "then"):
            return (i, max(k - 1, i)), k
    return None, i


def _simple(source: Source, i: int, stop: int, kind: str) -> tuple[Statement, int]:
    """An assignment, call or declaration, to its ``;`` or to where the next statement plainly starts."""
    first, operator = i, -1
    while i < stop:
        word = source.word(i)
        if word == ";":
            return _finished(source, kind, first, i, operator, True), i + 1
        if i > first and (word in _BREAKS or word in _STARTS) and source.kind(i) is Kind.KEYWORD:
            break
        if (
            i > first
            and operator > 0
            and source[i].first
            and _starts_assignment(source, i)
            and not _chooses(source, operator, i)
        ):
            break
        if operator < 0 and word in ASSIGNMENT_OPERATORS:
            operator = i
        if i == first and word in _BREAKS and word not in DECLARING:
            i += 1
            break
        i = source.skip(i)
    return _finished(source, kind, first, min(i, stop) - 1, operator, False), i


def _chooses(source: Source, operator: int, i: int) -> bool:
    """A ``?`` since the operator still waits for its colon, so that ``a :`` at the start of a line goes on with it."""
    words = [source.word(k) for k in range(operator, i)]
    return words.count("?") > words.count(":")


def _finished(source: Source, kind: str, first: int, last: int, operator: int, closed: bool) -> Statement:
    if not kind:
        if operator > 0:
            kind = "assign"
        elif source.kind(first) in (Kind.NAME, Kind.SYSTEM, Kind.MACRO) or source.word(first) in ("disable", "return"):
            kind = "call"
        else:
            kind = "unknown"
    return Statement(kind, first, max(last, first), operator=operator, closed=closed)


def _starts_assignment(source: Source, i: int) -> bool:
    """``name =``, ``name <=``, ``name[…] <=`` or ``{…} =`` at the start of a line."""
    if source.kind(i) is Kind.NAME:
        i += 1
        while source.word(i) == "[":
            i = source.skip(i)
    elif source.word(i) == "{":
        i = source.skip(i)
    elif source.kind(i) in (Kind.NUMBER, Kind.MACRO) or source.word(i) == "default":
        return source.word(i + 1) == ":"
    else:
        return source.kind(i) is Kind.SYSTEM
    return source.word(i) in ASSIGNMENT_OPERATORS or source.word(i) == ":"


def target_names(source: Source, first: int, last: int) -> list[tuple[str, int]]:
    """The names assigned by a left-hand side: one, or each of a concatenation."""
    out: list[tuple[str, int]] = []
    i = first
    while i <= last:
        if source.word(i) == "[":
            i = source.skip(i)
            continue
        if source.kind(i) is Kind.NAME and source.word(i - 1) != ".":
            out.append((source.word(i), i))
        i += 1
    return out
