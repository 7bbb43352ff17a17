"""Reads tokens into the outline: module headers and items (statements are read in ``statement_parser``)."""

from __future__ import annotations

from assistant.repairs.verilog.declaration_parser import declaration_statement, parameter_list, port_list
from assistant.repairs.verilog.keywords import DECLARING, DIRECTIONS, MODULE_ITEMS, PARAMETERS, PROCEDURES
from assistant.repairs.verilog.outline import Assignment, Connection, Instance, Module, Procedure, Statement
from assistant.repairs.verilog.statement_parser import parse_statement, target_names
from assistant.repairs.verilog.tokens import Kind, Source


def parse_modules(source: Source) -> list[Module]:
    """All modules; one without ``endmodule`` ends before the next ``module``, or with the text."""
    modules: list[Module] = []
    count = len(source)
    i = 0
    while i < count:
        if not _opens_module(source, i):
            i += 1
            continue
        stop = i + 1
        while stop < count and source.word(stop) != "endmodule" and not _opens_module(source, stop):
            stop += 1
        closed = source.word(stop) == "endmodule"
        modules.append(_module(source, i, stop if closed else stop - 1, closed))
        i = stop + closed
    return modules


def _opens_module(source: Source, i: int) -> bool:
    """Not the word in "here is a module that counts"."""
    if source.word(i) not in ("module", "macromodule"):
        return False
    in_sentence = not source[i].first and source.kind(i - 1) is Kind.NAME
    return not in_sentence or (source.kind(i + 1) is Kind.NAME and source.word(i + 2) in ("#", "(", ";"))


def _module(source: Source, first: int, last: int, closed: bool) -> Module:
    named = source.kind(first + 1) is Kind.NAME
    module = Module(
        name=source.word(first + 1) if named else "",
        first=first,
        name_token=first + 1 if named else first,
        header_end=first,
        last=last,
        closed=closed,
    )
    i = module.name_token + 1
    if source.word(i) == "#" and source.word(i + 1) == "(":
        close = source.partner.get(i + 1, -1)
        if close > 0:
            module.declarations += parameter_list(source, i + 2, close)
            i = close + 1
        else:
            i += 2
    if source.word(i) == "(":
        close = source.partner.get(i, -1)
        if close < 0:
            close = i + 1
            while close < last and source.word(close) not in (";", "assign", "always", "initial", "reg", "wire"):
                close += 1
            close -= 1
        module.ports_open, module.ports_close = i, close
        module.port_order, ports = port_list(source, i + 1, close)
        module.declarations += ports
        i = close + 1
    module.header_end = i if source.word(i) == ";" else i - 1
    _items(source, module, module.header_end + 1, last if closed else last + 1)
    return module


def _items(source: Source, module: Module, i: int, stop: int) -> None:
    """Reads module items in ``[i, stop)``; generate constructs are transparent."""
    while i < stop:
        word, kind = source.word(i), source.kind(i)
        start = i
        if word in PROCEDURES and word != "final":
            i = _procedure(source, module, i, stop)
        elif word in ("function", "task"):
            i = _subroutine(source, module, i, stop)
        elif word == "assign":
            i = _continuous(source, module, i, stop)
        elif word in DECLARING or word == "typedef":
            declared, i = declaration_statement(source, i, stop)
            module.declarations += declared
            for d in declared:
                if d.initial and not d.is_parameter and d.token < d.initial[0]:
                    module.assignments.append(
                        Assignment([(d.name, d.token)], (d.token, d.token), d.initial[0] - 1, d.initial, "declaration")
                    )
        elif word == "begin":
            labelled = source.word(i + 1) == ":" and source.kind(i + 2) is Kind.NAME
            i += 3 if labelled else 1
        elif word == "for" and source.word(i + 1) == "(":
            close = source.partner.get(i + 1, i + 1)
            loop = Statement("loop", i, close, condition=(i + 1, close))
            module.generate_loops.append(loop)
            i = close + 1
        elif kind is Kind.NAME and _is_instance(source, i):
            i = _instance(source, module, i, stop)
        elif kind is Kind.NAME and _is_typed_declaration(source, i):
            declared, i = declaration_statement(source, i, stop)
            module.declarations += declared
        elif (kind is Kind.NAME or word in ("{", "if", "case", "casez", "casex")) and not (
            word == "if" and _in_generate(source, module, i)
        ):
            statement, i = parse_statement(source, i, stop)
            if word in ("if",) and _looks_generate(source, statement):
                i = (statement.condition[1] if statement.condition else start) + 1
            else:
                module.loose.append(statement)
        else:
            i = source.skip(i) if word in ("(", "[", "'{") else i + 1
        i = max(i, start + 1)


def _looks_generate(source: Source, statement: Statement) -> bool:
    return any(
        source.word(k) in ("assign", "always", "generate", "initial") or source.word(k) in DECLARING - {"integer"}
        for k in range(statement.first, statement.last + 1)
    )


def _in_generate(source: Source, module: Module, i: int) -> bool:
    depth = 0
    for k in range(module.header_end, i):
        depth += (source.word(k) == "generate") - (source.word(k) == "endgenerate")
    return depth > 0


def _procedure(source: Source, module: Module, i: int, stop: int) -> int:
    keyword, first = source.word(i), i
    event = None
    i += 1
    if source.word(i) == "@" and source.word(i + 1) == "(":
        close = source.partner.get(i + 1, -1)
        if close < 0:
            close = min(source.last_on_line(i), stop - 1)
            if source.word(close) == "begin":
                close -= 1
        event, i = (i + 1, close), close + 1
    elif source.word(i) == "@":
        event, i = (i + 1, i + 1), i + 2
    elif source.word(i) == "(" and keyword.startswith("always"):
        close = source.partner.get(i, i)
        event, i = (i, close), close + 1
    elif source.word(i) == "#":
        i += 2
    body, i = parse_statement(source, i, stop)
    procedure = Procedure(keyword, first, max(i - 1, first), body, event)
    module.procedures.append(procedure)
    _collect(source, module, procedure, "initial" if keyword == "initial" else "always")
    return i


def _subroutine(source: Source, module: Module, i: int, stop: int) -> int:
    keyword, first = source.word(i), i
    closer = "endfunction" if keyword == "function" else "endtask"
    end = i + 1
    barrier = MODULE_ITEMS - PARAMETERS - {"generate", "endgenerate", "genvar"}
    while end < stop and source.word(end) != closer and source.word(end) not in barrier:
        end += 1
    closed = source.word(end) == closer
    header = i + 1
    while header < end and source.word(header) not in ("(", ";"):
        header = source.skip(header) if source.word(header) == "[" else header + 1
    name = next((source.word(k) for k in range(header - 1, i, -1) if source.kind(k) is Kind.NAME), "")
    body = header
    inner: list = []
    if source.word(header) == "(":
        close = source.partner.get(header, header)
        inner += port_list(source, header + 1, close)[1]
        body = close + 1
    if source.word(body) == ";":
        body += 1
    while body < end and (source.word(body) in DECLARING or source.word(body) == "automatic"):
        declared, body = declaration_statement(source, body, end)
        inner += declared
    statements = Statement("block", body, end)
    while body < end:
        before = body
        statement, body = parse_statement(source, body, end)
        statements.children.append(statement)
        body = max(body, before + 1)
    procedure = Procedure(keyword, first, end if closed else end - 1, statements, None, name)
    for d in inner:
        d.place = "function"
        module.declarations.append(d)
    module.procedures.append(procedure)
    _collect(source, module, procedure, "function")
    return end + closed


def _collect(source: Source, module: Module, procedure: Procedure, where: str) -> None:
    for statement in procedure.statements():
        if statement.kind == "declaration":
            declared, _ = declaration_statement(source, statement.first, statement.last + 1)
            for d in declared:
                d.place = "function" if where == "function" else "block"
                module.declarations.append(d)
        elif statement.kind == "assign":
            left = (statement.first + (source.word(statement.first) == "assign"), statement.operator - 1)
            end = statement.last - (source.word(statement.last) == ";")
            module.assignments.append(
                Assignment(
                    target_names(source, *left),
                    left,
                    statement.operator,
                    (statement.operator + 1, end),
                    where,
                    procedure,
                    statement,
                )
            )


def _continuous(source: Source, module: Module, i: int, stop: int) -> int:
    """``assign a = b, c = d;``."""
    first = i
    i += 1
    if source.word(i) == "#":
        i = source.skip(i + 1)
    start, operator = i, -1
    while i < stop:
        word = source.word(i)
        if (
            word in (";", ",")
            or word in MODULE_ITEMS
            or (source[i].first and i > start and operator > 0 and _starts_item(source, i))
        ):
            if operator > 0:
                left = (start, operator - 1)
                module.assignments.append(
                    Assignment(
                        target_names(source, *left),
                        left,
                        operator,
                        (operator + 1, i - 1),
                        "assign",
                        None,
                        Statement("assign", first, i, operator=operator, closed=word in (";", ",")),
                    )
                )
            if word == ",":
                start, operator = i + 1, -1
                i += 1
                continue
            return i + (word == ";")
        if operator < 0 and word in ("=", "<="):
            operator = i
        i = source.skip(i)
    if operator > 0:
        module.assignments.append(
            Assignment(
                target_names(source, start, operator - 1),
                (start, operator - 1),
                operator,
                (operator + 1, i - 1),
                "assign",
            )
        )
    return i


def _starts_item(source: Source, i: int) -> bool:
    return source.word(i) in DECLARING or source.word(i) in PROCEDURES or source.word(i) in DIRECTIONS


def _is_instance(source: Source, i: int) -> bool:
    """``definition [#(…)] name (`` or ``definition #(…) (`` or ``definition name #(…) (`` or ``definition (`` … ``.``."""
    j = i + 1
    if source.word(j) == "#":
        return source.word(j + 1) == "(" or source.kind(j + 1) is Kind.NUMBER
    if source.kind(j) is Kind.NAME:
        j += 1
        if source.word(j) == "[":
            j = source.skip(j)
        return source.word(j) == "(" or (source.word(j) == "#" and source.word(j + 1) == "(")
    return source.word(j) == "(" and source.word(j + 1) == "."


def _is_typed_declaration(source: Source, i: int) -> bool:
    """``state_t state, next;``."""
    j = i + 1
    while source.word(j) == "[":
        j = source.skip(j)
    return source.kind(j) is Kind.NAME and source.word(j + 1) in (",", ";", "=", "[")


def _instance(source: Source, module: Module, i: int, stop: int) -> int:
    first, definition, name, parameters = i, source.word(i), "", None
    j = i + 1
    for _ in range(3):
        if source.word(j) == "#":
            close = source.partner.get(j + 1, j + 1) if source.word(j + 1) == "(" else j + 1
            parameters, j = (j + 1, close), close + 1
        elif source.kind(j) is Kind.NAME:
            name, j = source.word(j), j + 1
            if source.word(j) == "[":
                j = source.skip(j)
    if source.word(j) != "(":
        return first + 1
    close = source.partner.get(j, -1)
    if close < 0:
        close = j + 1
        while close < stop and source.word(close) != ";" and source.word(close) not in MODULE_ITEMS:
            close += 1
        close -= 1
    end = close + 1 if source.word(close + 1) == ";" else close
    instance = Instance(definition, name, first, end, _connections(source, j + 1, close), parameters, j)
    module.instances.append(instance)
    return end + 1


def _connections(source: Source, i: int, close: int) -> list[Connection]:
    out: list[Connection] = []
    while i < close:
        start = i
        while i < close and source.word(i) != ",":
            i = source.skip(i)
            if source.word(i) == "." and source.word(i - 1) == ")":
                break
        last = min(i, close) - 1
        if source.word(start) == ".":
            inside = None
            if source.word(start + 2) == "(":
                end = source.partner.get(start + 2, last)
                inside = (start + 3, end - 1) if end - 1 >= start + 3 else None
            out.append(Connection(source.word(start + 1), start + 1, start, last, inside))
        elif last >= start:
            out.append(Connection("", -1, start, last, (start, last)))
        i += source.word(i) == ","
        i = max(i, start + 1)
    return out
