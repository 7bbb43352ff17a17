"""How far the layout of Verilog speaks against how its blocks nest.

Engineers and models indent by what they mean. Where a ``begin`` or ``end`` is lost or one too many, the indentation still
tells which of two repairs keeps every statement where it was meant to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyslang
from pyslang import syntax

from backends.verilog.slang_session import SLANG_THREAD, options, slang_text

TAB = 4


def layout_faults(code: str) -> int:
    """Lines that stand elsewhere than the others of their block do, or than what they close."""
    return SLANG_THREAD.run(lambda: sum(_faults(slang_text(code))))


def _faults(code: str) -> Iterator[int]:
    sources = pyslang.SourceManager()
    root = syntax.SyntaxTree.fromText(code, sources, name="layout", options=options(True)).root
    lines = _Lines(code)
    stack: list[syntax.SyntaxNode] = [root]
    while stack:
        node = stack.pop()
        stack += [child for child in node if isinstance(child, syntax.SyntaxNode)]
        match node:
            case syntax.ModuleDeclarationSyntax():
                yield from lines.apart(_starts(node.members))
            case syntax.BlockStatementSyntax():
                yield from lines.apart(_starts(node.items))
                yield lines.differ(node.begin.location.offset, node.end.location.offset)
                yield from (lines.not_deeper(node.begin.location.offset, at) for at in _starts(node.items))
            case syntax.CaseStatementSyntax():
                yield from lines.apart(_starts(node.items))
                yield lines.differ(node.caseKeyword.location.offset, node.endcase.location.offset)
            case syntax.ConditionalStatementSyntax():
                statement = node.statement
                if not isinstance(statement, syntax.BlockStatementSyntax):
                    yield lines.not_deeper(node.ifKeyword.location.offset, statement.sourceRange.start.offset)


def _starts(nodes: Iterable[object]) -> list[int]:
    return [n.sourceRange.start.offset for n in nodes if isinstance(n, syntax.SyntaxNode)]


class _Lines:
    """Columns of what stands first in its line."""

    def __init__(self, code: str) -> None:
        self._text = code.encode("utf-8", "surrogatepass")

    def apart(self, offsets: list[int]) -> Iterator[int]:
        """One for each that stands first in its line, at another column than most of them."""
        columns = [c for at in offsets if (c := self._column(at)) is not None]
        most = max(columns, key=columns.count, default=0)
        yield from (int(c != most) for c in columns)

    def differ(self, opening: int, closing: int) -> int:
        """Whether what closes stands first in a line, at another column than the line that opens."""
        column = self._column(closing)
        return int(column is not None and column != self._indent(opening))

    def not_deeper(self, outer: int, inner: int) -> int:
        """Whether what is inside stands first in a line, and no further in than the line it belongs to."""
        column = self._column(inner)
        return int(column is not None and column <= self._indent(outer))

    def _column(self, offset: int) -> int | None:
        head = self._head(offset)
        return None if head.strip() else len(head.expandtabs(TAB))

    def _indent(self, offset: int) -> int:
        start = self._text.rfind(b"\n", 0, offset) + 1
        line = self._text[start : (self._text.find(b"\n", offset) + 1 or len(self._text) + 1) - 1]
        return len(line.expandtabs(TAB)) - len(line.expandtabs(TAB).lstrip())

    def _head(self, offset: int) -> bytes:
        return self._text[self._text.rfind(b"\n", 0, offset) + 1 : offset]
