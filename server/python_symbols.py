"""Symbols of Triton and CadQuery files: Python's own parser, and the last lines that parse when the file does not."""

from __future__ import annotations

import ast
import re
import warnings

from backends.outcome import Range
from backends.text import LineIndex
from server.symbols import Kind, Symbol

_DEFINITION = re.compile(r"^([ \t]*)(def|class)[ \t]+(\w+)", re.MULTILINE)
_SHOWN = frozenset({"show_object", "show"})


def python_symbols(text: str) -> tuple[Symbol, ...]:
    index = LineIndex(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return tuple(_by_name(text, index))
    return tuple(_results_once(_body(tree.body, index, top=True)))


def _body(statements: list[ast.stmt], index: LineIndex, *, top: bool = False) -> list[Symbol]:
    found: list[Symbol] = []
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            kernel = any(_dotted(d).endswith("triton.jit") or _dotted(d) == "jit" for d in statement.decorator_list)
            first = min([statement.lineno, *(d.lineno for d in statement.decorator_list)])
            found.append(
                _symbol(
                    statement.name, Kind.KERNEL if kernel else Kind.FUNCTION, statement, index, first_line=first,
                    children=tuple(_body(statement.body, index)) if not kernel else (),
                )
            )  # fmt: skip
        elif isinstance(statement, ast.ClassDef):
            found.append(
                _symbol(statement.name, Kind.CLASS, statement, index, children=tuple(_body(statement.body, index)))
            )
        elif top and isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    kind = Kind.RESULT if target.id == "result" else Kind.VARIABLE
                    found.append(_symbol(target.id, kind, statement, index, name=target))
        elif top and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = _dotted(statement.value.func)
            if call in _SHOWN:
                found.append(_symbol(call, Kind.RESULT, statement, index, name=statement.value.func))
        elif isinstance(statement, ast.If | ast.With | ast.Try):
            found += _body(statement.body, index, top=top)
    return found


def _results_once(symbols: list[Symbol]) -> list[Symbol]:
    """Only the last ``result`` is the part that is built; earlier ones are variables."""
    last = max((at for at, s in enumerate(symbols) if s.kind is Kind.RESULT), default=-1)
    return [
        s if s.kind is not Kind.RESULT or at == last else Symbol(s.name, Kind.VARIABLE, s.range, s.name_range)
        for at, s in enumerate(symbols)
    ]


def _symbol(
    text: str, kind: Kind, node: ast.stmt, index: LineIndex, *, name: ast.expr | None = None,
    first_line: int | None = None, children: tuple[Symbol, ...] = (),
) -> Symbol:  # fmt: skip
    if name is not None:
        at = _span(name, index)
    else:
        line = node.lineno - 1
        start = index.line_text(line).find(text, index.column_of_byte(line, node.col_offset))
        at = Range.of(line, max(start, 0), line, max(start, 0) + len(text))
    whole = _span(node, index)
    if first_line is not None:
        whole = Range.of(first_line - 1, 0, whole.end.line, whole.end.column)
    return Symbol(text, kind, whole, at, children=children)


def _span(node: ast.stmt | ast.expr, index: LineIndex) -> Range:
    end_line = (node.end_lineno or node.lineno) - 1
    return Range.of(
        node.lineno - 1, index.column_of_byte(node.lineno - 1, node.col_offset),
        end_line, index.column_of_byte(end_line, node.end_col_offset or 0),
    )  # fmt: skip


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def _by_name(text: str, index: LineIndex) -> list[Symbol]:
    found = []
    for match in _DEFINITION.finditer(text):
        name = index.span(match.start(3), match.end(3))
        before = text[max(0, match.start() - 400) : match.start()]
        kernel = re.search(r"@(triton\.)?jit\b[^\n]*\n(\s*@[^\n]*\n)*\s*\Z", before) is not None
        kind = Kind.CLASS if match.group(2) == "class" else Kind.KERNEL if kernel else Kind.FUNCTION
        found.append(Symbol(match.group(3), kind, index.line_range(name.start.line), name))
    return found
