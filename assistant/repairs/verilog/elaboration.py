"""What slang knows of the declared names: widths, signs, array depths, constants and ports, parameters evaluated.

Elaborates the checked file together with its neighbours; a file with errors still yields what slang could recover.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyslang
from pyslang import ast, syntax

from assistant.repair import RepairContext
from backends.environment import Role
from backends.verilog.slang_session import SLANG_THREAD, options, slang_text
from backends.verilog.verilog_language import is_systemverilog

_DIRECTIONS = {"In": "input", "Out": "output", "InOut": "inout"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared name. ``width`` is that of one element for an unpacked array, whose ``depth`` is then set."""

    name: str
    width: int
    signed: bool = False
    depth: int | None = None
    value: int | None = None
    """The value of a parameter or enumeration member."""
    sized: bool = True
    """False for a parameter that is a plain 32-bit integer, whose width says nothing."""
    bounds: tuple[int, int] | None = None
    """Left and right index of the packed range."""


@dataclass(slots=True)
class ModuleFacts:
    """``ports`` maps each port to direction and width, in order."""

    name: str
    names: dict[str, Fact] = field(default_factory=dict)
    ports: dict[str, tuple[str, Fact]] = field(default_factory=dict)
    functions: dict[str, Fact] = field(default_factory=dict)


MAX_CHARACTERS = 400_000
"""Texts beyond this are left out: what a repair can learn of them is not worth the time."""


def elaborate(
    text: str, neighbours: tuple[tuple[str, str], ...] = (), systemverilog: bool = True
) -> dict[str, ModuleFacts]:
    """Facts by module name. ``neighbours`` are (path, text) of the other sources."""
    # slang recurses as deep as the text nests, which the thread kept for it has the stack for.
    return SLANG_THREAD.run(lambda: _elaborate(text, neighbours, systemverilog))


def _elaborate(text: str, neighbours: tuple[tuple[str, str], ...], systemverilog: bool) -> dict[str, ModuleFacts]:
    manager = pyslang.SourceManager()
    bag = options(systemverilog)
    compilation = ast.Compilation()
    try:
        for path, other in (("checked.v", text), *neighbours):
            tree = syntax.SyntaxTree.fromText(slang_text(other), manager, path, path, bag)
            compilation.addSyntaxTree(tree)
    except RuntimeError:
        return {}
    out: dict[str, ModuleFacts] = {}
    for instance in compilation.getRoot().topInstances:
        _instance(instance.body, out)
    return out


def facts_of(context: RepairContext) -> dict[str, ModuleFacts]:
    """The facts of the checked file's modules and its neighbours', made once for all repairs."""
    facts = context.parsed.get("verilog.facts")
    if facts is None:
        others = tuple(
            (f.path, f.text)
            for f in context.environment.of_role(Role.SOURCE, Role.LIBRARY)
            if f.path != context.environment.path and len(f.text) < MAX_CHARACTERS
        )
        newer = is_systemverilog(context.environment.path, context.environment.settings.verilog)
        text = context.code if len(context.code) < MAX_CHARACTERS else ""
        facts = context.parsed["verilog.facts"] = elaborate(text, others[:64], newer)
    return facts  # type: ignore[no-any-return]


def _instance(body: Any, out: dict[str, ModuleFacts]) -> None:
    name = body.definition.name
    if name in out:
        return
    facts = out[name] = ModuleFacts(name)
    for port in body.portList:
        if port.kind == ast.SymbolKind.Port:
            direction = _DIRECTIONS.get(port.direction.name, "inout")
            facts.ports[port.name] = (direction, _fact(port.name, port.type))
    _members(body, facts, out)


def _members(scope: Any, facts: ModuleFacts, out: dict[str, ModuleFacts]) -> None:
    for symbol in scope:
        kind = symbol.kind
        if kind in (ast.SymbolKind.Net, ast.SymbolKind.Variable, ast.SymbolKind.FormalArgument):
            facts.names.setdefault(symbol.name, _fact(symbol.name, symbol.type))
        elif kind == ast.SymbolKind.Parameter:
            facts.names.setdefault(symbol.name, _parameter(symbol))
        elif kind == ast.SymbolKind.TransparentMember and symbol.wrapped.kind == ast.SymbolKind.EnumValue:
            facts.names.setdefault(symbol.name, _parameter(symbol.wrapped))
        elif kind in (ast.SymbolKind.Genvar,):
            facts.names.setdefault(symbol.name, Fact(symbol.name, 32, True, sized=False))
        elif kind == ast.SymbolKind.Instance:
            _instance(symbol.body, out)
        elif kind in (ast.SymbolKind.GenerateBlock, ast.SymbolKind.StatementBlock):
            _members(symbol, facts, out)
        elif kind == ast.SymbolKind.GenerateBlockArray:
            for entry in symbol.entries[:1]:
                _members(entry, facts, out)
        elif kind == ast.SymbolKind.Subroutine:
            facts.functions[symbol.name] = _fact(symbol.name, symbol.returnType)
            _members(symbol, facts, out)


def _fact(name: str, declared: Any) -> Fact:
    depth = None
    kind = declared
    if kind.isUnpackedArray:
        depth = 1
        while kind.isUnpackedArray and hasattr(kind, "elementType"):
            depth *= _length(kind)
            kind = kind.elementType
    bounds = None
    if kind.isIntegral and kind.hasFixedRange:
        bounds = (kind.fixedRange.left, kind.fixedRange.right)
    return Fact(name, max(kind.bitWidth, 1), kind.isSigned, depth, sized=not kind.isPredefinedInteger, bounds=bounds)


def _length(array: Any) -> int:
    return abs(array.fixedRange.left - array.fixedRange.right) + 1 if array.hasFixedRange else 1


def _parameter(symbol: Any) -> Fact:
    value: int | None = None
    raw = symbol.value.value if symbol.value else None
    if isinstance(raw, pyslang.SVInt) and not raw.hasUnknown:
        value = int(raw)
    kind = symbol.type
    # An untyped parameter has the type of its value: plain integers are 32 bits wide only by default.
    sized = not (kind.isPredefinedInteger or (kind.bitWidth == 32 and kind.isSigned))
    return Fact(symbol.name, max(kind.bitWidth, 1), kind.isSigned, None, value, sized)
