"""Ranges of calls, names and arguments in a script's text, from its syntax tree or from a traceback's positions."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from backends.outcome import Range
from backends.python_analysis import all_nodes
from backends.text import LineIndex


class CallSites:
    """The calls of one text. ``tree`` is ``None`` when it does not parse."""

    def __init__(self, lines: LineIndex, tree: ast.Module | None) -> None:
        self.lines = lines
        self.tree = tree

    @classmethod
    def of(cls, text: str) -> CallSites:
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            tree = None
        return cls(LineIndex(text), tree)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return all_nodes(self.tree) if self.tree is not None else []

    @cached_property
    def _by_end(self) -> dict[tuple[int, int], ast.Call]:
        """Each call ends at a closing bracket of its own."""
        return {(n.end_lineno or 0, n.end_col_offset or 0): n for n in self.nodes if isinstance(n, ast.Call)}

    @cached_property
    def statements(self) -> frozenset[ast.Call]:
        """Calls that are statements of their own, their results thrown away."""
        return frozenset(n.value for n in self.nodes if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call))

    def node_range(self, node: ast.AST) -> Range:
        line, end_line = node.lineno - 1, (node.end_lineno or node.lineno) - 1  # type: ignore[attr-defined]
        return Range.of(
            line, self.lines.column_of_byte(line, node.col_offset),  # type: ignore[attr-defined]
            end_line, self.lines.column_of_byte(end_line, node.end_col_offset or 0),  # type: ignore[attr-defined]
        )  # fmt: skip

    def name_range(self, node: ast.Attribute) -> Range:
        """The name after the dot."""
        end = self.node_range(node).end
        return Range.of(end.line, end.column - len(node.attr), end.line, end.column)

    def call_range(self, node: ast.Call) -> Range:
        """``name(…)`` without the chain before it."""
        start = (
            self.name_range(node.func).start if isinstance(node.func, ast.Attribute) else self.node_range(node).start
        )
        return Range(start, self.node_range(node).end)

    def call_at(self, place: Sequence[Any]) -> ast.Call | None:
        """The call of a place ``[file, line, end line, column, end column]`` as the interpreter counts them."""
        _, line, end_line, column, end_column = place
        if end_line is None or end_column is None or (line, column, end_line, end_column) in self._operations:
            return None
        return self._by_end.get((end_line, end_column))

    @cached_property
    def _operations(self) -> frozenset[tuple[int, int, int | None, int | None]]:
        """Spans of ``a - b``, which ends where a call in ``b`` does."""
        nodes = (n for n in self.nodes if isinstance(n, ast.BinOp))
        return frozenset((n.lineno, n.col_offset, n.end_lineno, n.end_col_offset) for n in nodes)

    def attribute_at(self, place: Sequence[Any]) -> ast.Attribute | None:
        """The attribute access of a place; of several that end there, the outermost."""
        _, line, end_line, column, end_column = place
        if self.tree is None or end_column is None:
            return None
        spans = (line, column, end_line, end_column)
        for node in self.nodes:
            if not isinstance(node, ast.Attribute):
                continue
            if (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset) == spans:
                return node
        for node in self.nodes:  # Python moves the start to the name's line in chains over several lines
            if isinstance(node, ast.Attribute) and (node.end_lineno, node.end_col_offset) == (end_line, end_column):
                return node
        return None

    def range_at(self, place: Sequence[Any]) -> Range:
        """The failing call's own part of a chain when it is known, else the expression, else the line."""
        _, line, end_line, column, end_column = place
        call = self.call_at(place)
        if call is not None:
            return self.call_range(call)
        attribute = self.attribute_at(place)
        if attribute is not None:
            return self.name_range(attribute)
        if None in (end_line, column, end_column):
            return self.lines.line_range(line - 1)
        return Range.of(
            line - 1, self.lines.column_of_byte(line - 1, column),
            end_line - 1, self.lines.column_of_byte(end_line - 1, end_column),
        )  # fmt: skip

    def argument(self, call: ast.Call, name: str, position: int) -> ast.expr | None:
        """The expression given for a parameter, by keyword or by position."""
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
        if position < len(call.args) and not any(isinstance(a, ast.Starred) for a in call.args[: position + 1]):
            return call.args[position]
        return None
