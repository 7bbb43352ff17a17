"""Symbols of a Verilog or SystemVerilog text, from slang's syntax tree: it needs nothing but the text and survives errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyslang
from pyslang.syntax import SyntaxKind, SyntaxNode, SyntaxTree

from backends.outcome import Range
from backends.text import LineIndex
from backends.verilog.slang_session import SLANG_THREAD, slang_text
from server.symbols import Kind, Symbol

_UNITS = {
    SyntaxKind.ModuleDeclaration: Kind.MODULE,
    SyntaxKind.ProgramDeclaration: Kind.MODULE,
    SyntaxKind.InterfaceDeclaration: Kind.INTERFACE,
    SyntaxKind.PackageDeclaration: Kind.PACKAGE,
}
_DECLARATORS = {
    SyntaxKind.ParameterDeclaration: Kind.PARAMETER,
    SyntaxKind.ImplicitAnsiPort: Kind.PORT,
    SyntaxKind.PortDeclaration: Kind.PORT,
    SyntaxKind.NetDeclaration: Kind.VARIABLE,
    SyntaxKind.DataDeclaration: Kind.VARIABLE,
}
_PROCEDURES = frozenset(
    {
        SyntaxKind.AlwaysBlock,
        SyntaxKind.AlwaysCombBlock,
        SyntaxKind.AlwaysFFBlock,
        SyntaxKind.AlwaysLatchBlock,
        SyntaxKind.InitialBlock,
        SyntaxKind.FinalBlock,
    }
)
_TRANSPARENT = frozenset(
    {
        SyntaxKind.CompilationUnit,
        SyntaxKind.ModuleHeader,
        SyntaxKind.AnsiPortList,
        SyntaxKind.ParameterPortList,
        SyntaxKind.ParameterDeclarationStatement,
        SyntaxKind.GenerateRegion,
        SyntaxKind.GenerateBlock,
        SyntaxKind.LoopGenerate,
        SyntaxKind.IfGenerate,
        SyntaxKind.CaseGenerate,
        SyntaxKind.ElseClause,
    }
)
MAX_SYMBOLS = 5_000


def verilog_symbols(text: str) -> tuple[Symbol, ...]:
    """At most ``MAX_SYMBOLS``; what a macro expands to is left out, because it stands nowhere in the text.

    Code nested too deeply for slang, or for this, has no outline.
    """
    manager = pyslang.SourceManager()
    try:
        # In the thread with the deep stack: slang's parser recurses.
        tree = SLANG_THREAD.run(lambda: SyntaxTree.fromText(slang_text(text), manager, "symbols.sv", ""))
        return _symbols(tree, text, manager)
    except (RuntimeError, RecursionError):
        return ()


def _symbols(tree: SyntaxTree, text: str, manager: pyslang.SourceManager) -> tuple[Symbol, ...]:
    reader = _Reader(LineIndex(text), manager)
    root = tree.root
    nodes = root if root.kind is SyntaxKind.CompilationUnit else (root,)
    return tuple(symbol for node in nodes for symbol in reader.symbols(node))


class _Reader:
    def __init__(self, index: LineIndex, manager: pyslang.SourceManager) -> None:
        self._index = index
        self._manager = manager
        self._left = MAX_SYMBOLS

    def symbols(self, node: Any) -> Iterator[Symbol]:
        if not isinstance(node, SyntaxNode) or self._left <= 0:
            return
        yield from self._declared(node)

    def _declared(self, node: Any) -> Iterator[Symbol]:
        """``node`` is a syntax node; which fields it has depends on its kind."""
        kind = node.kind
        if kind in _UNITS:
            yield from self._symbol(node.header.name, _UNITS[kind], node, children=self._below(node))
        elif kind in (SyntaxKind.FunctionDeclaration, SyntaxKind.TaskDeclaration):
            yield from self._symbol(node.prototype.name, Kind.FUNCTION, node)
        elif kind is SyntaxKind.ClassDeclaration:
            yield from self._symbol(node.name, Kind.CLASS, node)
        elif kind is SyntaxKind.TypedefDeclaration:
            yield from self._symbol(node.name, Kind.TYPE, node)
        elif kind in _DECLARATORS:
            for child in node:
                if _is(child, SyntaxKind.Declarator):
                    yield from self._symbol(child.name, _DECLARATORS[kind], node, detail=_type_of(node))
        elif kind is SyntaxKind.HierarchyInstantiation:
            for child in node:
                yield from self._instance(child, node)
        elif kind in _PROCEDURES:
            yield from self._procedure(node)
        elif kind in _TRANSPARENT:
            for child in node:
                yield from self.symbols(child)

    def _below(self, node: SyntaxNode) -> tuple[Symbol, ...]:
        return tuple(symbol for child in node for symbol in self.symbols(child))

    def _instance(self, node: Any, instantiation: Any) -> Iterator[Symbol]:
        if _is(node, SyntaxKind.HierarchicalInstance) and node.decl is not None:
            yield from self._symbol(node.decl.name, Kind.INSTANCE, node, detail=str(instantiation.type.valueText))

    def _procedure(self, node: Any) -> Iterator[Symbol]:
        """``always`` and ``initial`` have no name; their first words and their block's name are shown."""
        span = self._span(node)
        if span is None:
            return
        words = self._index.line_text(span.start.line)[span.start.column :].strip()
        words = words.removesuffix("begin").strip() or str(node.keyword.valueText)
        self._left -= 1
        yield Symbol(words[:60], Kind.BLOCK, span, Range(span.start, self._index.line_range(span.start.line).end))

    def _symbol(
        self, token: Any, kind: Kind, node: SyntaxNode, *, detail: str = "", children: tuple[Symbol, ...] = ()
    ) -> Iterator[Symbol]:
        name = str(token.valueText if hasattr(token, "valueText") else token).strip()
        span, at = self._span(node), self._span(token)
        if not name or span is None or at is None:
            return
        self._left -= 1
        yield Symbol(name, kind, Range(min(span.start, at.start), max(span.end, at.end)), at, detail, children)

    def _span(self, node: Any) -> Range | None:
        span = node.range if hasattr(node, "range") else node.sourceRange
        if self._manager.isMacroLoc(span.start) or self._manager.isMacroLoc(span.end):
            return None
        return Range(self._index.position_of_byte(span.start.offset), self._index.position_of_byte(span.end.offset))


def _is(node: Any, kind: SyntaxKind) -> bool:
    return isinstance(node, SyntaxNode) and node.kind is kind


def _type_of(declaration: SyntaxNode) -> str:
    """The words before the name, on one line: ``output reg [7:0]``."""
    words = " ".join(str(declaration).split())
    end = min((at for at in (words.find(";"), words.find("=")) if at >= 0), default=len(words))
    head = words[:end].rsplit(" ", 1)
    return head[0][:60] if len(head) == 2 else ""
