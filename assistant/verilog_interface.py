"""Ports and parameters of the modules of a Verilog file, as slang elaborates them."""

from __future__ import annotations

from typing import Any

import pyslang
from pyslang import ast

from assistant.interface import Interface, Member, Unit
from assistant.tokens import Kind, Token, closing, tokenize
from backends.environment import Domain, Environment, Role
from backends.verilog.hierarchy_size import MAX_DEPTH, MAX_INSTANCES, hierarchy_size
from backends.verilog.project import header_closure, include_directories
from backends.verilog.slang_session import SLANG_THREAD, compilation_options, session_for, slang_text
from backends.verilog.verilog_language import is_systemverilog

MAX_TEXT = 2 << 20
_SYNTAX = frozenset({pyslang.DiagSubsystem.Lexer, pyslang.DiagSubsystem.Preprocessor, pyslang.DiagSubsystem.Parser})


def verilog_interface(code: str, environment: Environment) -> Interface:
    """Every module, interface and program defined in ``code`` itself, elaborated with its default parameters."""
    if len(code) > MAX_TEXT:
        return Interface({}, readable=False)
    headers = _headers(tokenize(code, Domain.VERILOG))
    try:
        return SLANG_THREAD.run(lambda: _elaborated(code, environment, headers))
    except RuntimeError:
        # slang's parser gives up on nesting deeper than it allows.
        return Interface({}, readable=False)


def _elaborated(code: str, environment: Environment, headers: dict[str, list[Token]]) -> Interface:
    session = session_for(include_directories(environment), environment.settings.verilog.defines)
    closure = header_closure(environment.path, code, environment)
    session.prepare({spelling: h.text for h in closure.headers for spelling in h.spellings})
    neighbours = {
        f.path: f.text
        for f in environment.of_role(Role.SOURCE, Role.LIBRARY)
        if f.path != environment.path and len(f.text) <= MAX_TEXT
    }
    if hierarchy_size([code, *neighbours.values()]).instances > MAX_INSTANCES:
        neighbours = {}
    trees = [
        session.parse_neighbour(path, text, is_systemverilog(path, environment.settings.verilog))
        for path, text in neighbours.items()
    ]
    # Nearly all Verilog is SystemVerilog with the same meaning; where a name is a keyword of the latter it is read as what it is.
    tree = session.parse(environment.path, slang_text(code), True)
    if len(tree.diagnostics) and not is_systemverilog(environment.path, environment.settings.verilog):
        older = session.parse(environment.path, slang_text(code), False)
        if len(older.diagnostics) < len(tree.diagnostics):
            tree = older
    options = compilation_options(MAX_DEPTH, 100_000)
    options.topModules = set(headers)
    bag = pyslang.Bag()
    bag.compilationOptions = options
    compilation = ast.Compilation(bag)
    for each in (*trees, tree):
        compilation.addSyntaxTree(each)
    errors = [d.location.offset for d in tree.diagnostics if d.isError() and d.code.getSubsystem() in _SYNTAX]
    # ``2'b101`` is an error to other tools, and its value is not the 1 that slang reads.
    cut = [d.location.offset for d in tree.diagnostics if str(d.code).endswith("VectorLiteralOverflow)")]
    bodies = {instance.name: instance.body for instance in compilation.getRoot().topInstances}
    units: dict[str, Unit] = {}
    readable = not errors
    for name, header in headers.items():
        body = bodies.get(name)
        if body is None:
            readable = False
            continue
        start, end = header[0].start, header[-1].end
        # slang places "expected ';'" at the end of the token before the gap.
        broken = any(start <= offset < end for offset in errors)
        members = [_port(p) for p in body.portList]
        members += [_parameter(p, errors + cut) for p in body.parameters if not p.isLocalParam]
        units[name] = Unit(
            tuple(m for m in members if m.name),
            whole=not broken,
            # A keyword can be what the code has for a port's name.
            mentioned=frozenset(t.text for t in header if t.text.isidentifier()),
        )
    return Interface(units, readable)


def _headers(tokens: list[Token]) -> dict[str, list[Token]]:
    """The tokens of each module's header by the module's name, up to its ``;`` or, when that is missing, its ports."""
    found: dict[str, list[Token]] = {}
    for index, token in enumerate(tokens[:-1]):
        if token.text not in ("module", "macromodule", "interface", "program"):
            continue
        name = index + 1
        while name < len(tokens) and tokens[name].text in ("automatic", "static"):
            name += 1
        if name >= len(tokens) or tokens[name].kind is not Kind.NAME:
            continue
        before = tokens[index - 1] if index else None
        if (
            before is not None
            and before.kind is Kind.NAME
            and tokens[name + 1 : name + 2]
            and tokens[name + 1].text not in "#(;"
        ):
            # "Here is a module that counts".
            continue
        end = name + 1
        while end < len(tokens) and tokens[end].text in ("#", "("):
            end = end + 1 if tokens[end].text == "#" else closing(tokens, end) + 1
        end = min(end, len(tokens) - 1)
        found[tokens[name].text] = tokens[index : end + 1]
    return found


def _port(port: Any) -> Member:
    if not hasattr(port, "direction") or not hasattr(port, "type"):
        return Member(port.name, "interface" if hasattr(port, "interfaceDef") else None)
    if port.type.isError:
        return Member(port.name, None)
    direction = {"In": "input", "Out": "output", "InOut": "inout"}.get(str(port.direction).rpartition(".")[2], "ref")
    signed = " signed" if port.type.isSigned else ""
    return Member(port.name, f"{direction}{signed}, {port.type.bitWidth} bit")


def _parameter(parameter: Any, errors: list[int]) -> Member:
    value = getattr(parameter, "value", None)
    written = getattr(parameter.syntax, "sourceRange", None)
    # The value of ``parameter P = 0x1F`` is not the 0 that could be read.
    torn = written is not None and any(written.start.offset <= offset <= written.end.offset for offset in errors)
    return Member(parameter.name, None if value is None or torn else f"parameter {value}")
