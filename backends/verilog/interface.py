"""The outside of each module, read from its syntax alone: ports and parameters, also of code that does not compile.

Both styles of port list are understood; what a broken header leaves out is left out here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pyslang
from pyslang import parsing, syntax

from backends.outcome import Range
from backends.text import LineIndex
from backends.text_cache import cached_by_text
from backends.verilog.input_guard import MAX_TEXT, refusal
from backends.verilog.slang_session import SLANG_THREAD, options, slang_text

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_INCLUDE = re.compile(r"`include\b[^\n]*")
_LITERAL_RANGE = re.compile(r"\[\s*(\d+)\s*:\s*(\d+)\s*\]")
_NOWHERE = Range.of(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Port:
    """``width_text`` is the packed range as written (``[W-1:0]``); ``width`` its bits when that is literal (1 without range).

    ``kind`` is the net or variable type as written (``wire``, ``reg``, ``logic``, a type's name), empty when implicit;
    for an interface port ``direction`` is ``interface`` and ``kind`` the interface with its modport.
    """

    name: str
    direction: str
    kind: str = ""
    signed: bool = False
    width_text: str = ""
    width: int | None = 1
    unpacked_text: str = ""
    range: Range = _NOWHERE


@dataclass(frozen=True, slots=True)
class Parameter:
    """``default`` as written; empty when there is none. ``local`` for ``localparam``."""

    name: str
    default: str = ""
    type_text: str = ""
    local: bool = False
    range: Range = _NOWHERE


@dataclass(frozen=True, slots=True)
class ModuleInterface:
    """One module, interface or program. ``range`` covers its name; ``ansi`` says whether ports are declared in the header."""

    name: str
    kind: str
    ports: tuple[Port, ...]
    parameters: tuple[Parameter, ...]
    ansi: bool
    range: Range

    def port(self, name: str) -> Port | None:
        return next((p for p in self.ports if p.name == name), None)


@cached_by_text
def module_interfaces(code: str) -> tuple[ModuleInterface, ...]:
    """All modules, interfaces and programs of a text in order; empty for a text too large or hostile to parse."""
    if len(code) > MAX_TEXT or refusal({"": code}) is not None:
        return ()
    # Nothing is read from disk for the sake of an interface.
    text = _INCLUDE.sub(_blank, slang_text(code))
    return SLANG_THREAD.run(lambda: _read(text))


def _read(code: str) -> tuple[ModuleInterface, ...]:
    try:
        sources = pyslang.SourceManager()
        tree = syntax.SyntaxTree.fromText(code, sources, name="interface", options=options(True))
        keywords_as_names = len(tree.diagnostics) > 0
        if keywords_as_names:
            # Words that only SystemVerilog reserves may be plain names here.
            older = syntax.SyntaxTree.fromText(code, sources, name="interface-2005", options=options(False))
            if len(older.diagnostics) < len(tree.diagnostics):
                tree = older
    except RuntimeError:
        return ()
    index = LineIndex(code)
    root = tree.root
    members = root.members if root.kind == syntax.SyntaxKind.CompilationUnit else [root]  # type: ignore[attr-defined]
    # A package is of the same syntax, but has no outside.
    declarations = (m for m in members if isinstance(m, syntax.ModuleDeclarationSyntax))
    return tuple(_interface(m, index) for m in declarations if m.kind != syntax.SyntaxKind.PackageDeclaration)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _interface(module: syntax.ModuleDeclarationSyntax, index: LineIndex) -> ModuleInterface:
    header = module.header
    ports: dict[str, Port] = {}
    parameters: dict[str, Parameter] = {}
    if header.parameters is not None:
        for declaration in _nodes(header.parameters.declarations):
            for parameter in _parameters(declaration, index):
                parameters[parameter.name] = parameter
    ansi = isinstance(header.ports, syntax.AnsiPortListSyntax)
    if isinstance(header.ports, syntax.AnsiPortListSyntax):
        previous: Port | None = None
        for node in _nodes(header.ports.ports):
            port = _ansi_port(node, previous, index)
            if port is not None:
                ports[port.name] = previous = port
    elif isinstance(header.ports, syntax.NonAnsiPortListSyntax):
        for node in _nodes(header.ports.ports):
            name = _non_ansi_name(node)
            if name:
                ports[name] = Port(name, "", width=None, range=_range(node, index))
    for member in module.members:
        if isinstance(member, syntax.ParameterDeclarationStatementSyntax):
            for parameter in _parameters(member.parameter, index):
                parameters.setdefault(parameter.name, parameter)
        elif isinstance(member, syntax.PortDeclarationSyntax) and not ansi:
            for port in _body_ports(member, index):
                ports[port.name] = port
        elif isinstance(member, syntax.DataDeclarationSyntax | syntax.NetDeclarationSyntax) and not ansi:
            _refine(member, ports)
    return ModuleInterface(
        name=header.name.valueText,
        kind=header.moduleKeyword.valueText,
        ports=tuple(ports.values()),
        parameters=tuple(parameters.values()),
        ansi=ansi,
        range=_token_range(header.name, index),
    )


def _ansi_port(node: object, previous: Port | None, index: LineIndex) -> Port | None:
    if isinstance(node, syntax.ExplicitAnsiPortSyntax):
        direction = node.direction.valueText or (previous.direction if previous else "inout")
        return Port(node.name.valueText, direction, width=None, range=_token_range(node.name, index))
    if not isinstance(node, syntax.ImplicitAnsiPortSyntax) or not node.declarator.name.valueText:
        return None
    declarator = node.declarator
    port = _with_header(node.header, declarator, index)
    bare = not port.direction and not port.kind and not port.width_text
    if bare and previous is not None:
        # `input [3:0] a, b`: the second port is as the first one.
        inherited = replace(previous, name=port.name, unpacked_text=port.unpacked_text, range=port.range)
        return inherited
    if not port.direction:
        port = replace(port, direction=previous.direction if previous else "inout")
    return port


def _body_ports(member: syntax.PortDeclarationSyntax, index: LineIndex) -> Iterator[Port]:
    for declarator in _nodes(member.declarators):
        if isinstance(declarator, syntax.DeclaratorSyntax) and declarator.name.valueText:
            yield _with_header(member.header, declarator, index)


def _with_header(header: syntax.PortHeaderSyntax, declarator: syntax.DeclaratorSyntax, index: LineIndex) -> Port:
    name = declarator.name.valueText
    unpacked = "".join(_source(d) for d in declarator.dimensions)
    place = _token_range(declarator.name, index)
    if isinstance(header, syntax.InterfacePortHeaderSyntax):
        return Port(name, "interface", _source(header), width=None, unpacked_text=unpacked, range=place)
    if isinstance(header, syntax.NetPortHeaderSyntax):
        kind, signed, width_text = _type(header.dataType)
        kind = f"{header.netType.valueText} {kind}".strip()
    elif isinstance(header, syntax.VariablePortHeaderSyntax):
        kind, signed, width_text = _type(header.dataType)
    else:
        return Port(name, "", width=None, range=place)
    return Port(name, header.direction.valueText, kind, signed, width_text, _width(kind, width_text), unpacked, place)


def _type(data_type: syntax.DataTypeSyntax) -> tuple[str, bool, str]:
    """(keyword or type name, signed, packed range) of a data type."""
    if isinstance(data_type, syntax.ImplicitTypeSyntax):
        return "", data_type.signing.valueText == "signed", "".join(_source(d) for d in data_type.dimensions)
    if isinstance(data_type, syntax.IntegerTypeSyntax):
        width_text = "".join(_source(d) for d in data_type.dimensions)
        return data_type.keyword.valueText, data_type.signing.valueText == "signed", width_text
    return _source(data_type), False, ""


def _width(kind: str, width_text: str) -> int | None:
    if not width_text:
        fixed = {"integer": 32, "int": 32, "byte": 8, "shortint": 16, "longint": 64, "time": 64}
        last = kind.split(" ")[-1]
        if last in fixed:
            return fixed[last]
        return (
            1
            if last in ("", "wire", "reg", "logic", "bit", "tri", "wand", "wor", "tri0", "tri1", "supply0", "supply1")
            else None
        )
    bits = 1
    rest = _LITERAL_RANGE.sub("", width_text)
    if rest.strip():
        return None
    for left, right in _LITERAL_RANGE.findall(width_text):
        bits *= abs(int(left) - int(right)) + 1
    return bits


def _refine(member: syntax.DataDeclarationSyntax | syntax.NetDeclarationSyntax, ports: dict[str, Port]) -> None:
    """``output q; reg q;``: the second declaration says what kind of object the port is."""
    kind, signed, width_text = _type(member.type)
    if isinstance(member, syntax.NetDeclarationSyntax):
        kind = f"{member.netType.valueText} {kind}".strip()
    for declarator in _nodes(member.declarators):
        if isinstance(declarator, syntax.DeclaratorSyntax) and declarator.name.valueText in ports:
            port = ports[declarator.name.valueText]
            if port.direction and not port.kind:
                text = port.width_text or width_text
                ports[port.name] = replace(
                    port, kind=kind, signed=port.signed or signed, width_text=text, width=_width(kind, text)
                )


def _parameters(declaration: object, index: LineIndex) -> Iterator[Parameter]:
    if isinstance(declaration, syntax.ParameterDeclarationSyntax):
        local = declaration.keyword.valueText == "localparam"
        type_text = _source(declaration.type)
        for declarator in _nodes(declaration.declarators):
            if isinstance(declarator, syntax.DeclaratorSyntax) and declarator.name.valueText:
                default = _source(declarator.initializer.expr) if declarator.initializer is not None else ""
                yield Parameter(
                    declarator.name.valueText, default, type_text, local, _token_range(declarator.name, index)
                )
    elif isinstance(declaration, syntax.TypeParameterDeclarationSyntax):
        local = declaration.keyword.valueText == "localparam"
        for assignment in _nodes(declaration.declarators):
            if isinstance(assignment, syntax.TypeAssignmentSyntax):
                default = _source(assignment.assignment.type) if assignment.assignment is not None else ""
                yield Parameter(assignment.name.valueText, default, "type", local, _token_range(assignment.name, index))


def _non_ansi_name(node: object) -> str:
    if isinstance(node, syntax.ExplicitNonAnsiPortSyntax):
        return node.name.valueText
    if isinstance(node, syntax.ImplicitNonAnsiPortSyntax) and isinstance(node.expr, syntax.PortReferenceSyntax):
        return node.expr.name.valueText
    return ""


def _nodes(items: Iterable[object]) -> Iterator[syntax.SyntaxNode]:
    """The nodes of a separated list, without its commas."""
    return (item for item in items if isinstance(item, syntax.SyntaxNode))


def _source(node: syntax.SyntaxNode) -> str:
    return " ".join(_COMMENT.sub(" ", str(node)).split())


def _token_range(token: parsing.Token, index: LineIndex) -> Range:
    return Range(index.position_of_byte(token.range.start.offset), index.position_of_byte(token.range.end.offset))


def _range(node: syntax.SyntaxNode, index: LineIndex) -> Range:
    return Range(
        index.position_of_byte(node.sourceRange.start.offset), index.position_of_byte(node.sourceRange.end.offset)
    )
