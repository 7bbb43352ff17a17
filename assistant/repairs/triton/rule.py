"""How a repair of kernels is written: a function from a diagnostic to findings, wrapped into the ``Repair`` protocol."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from assistant.repair import Edit, Proposal, RepairContext
from backends.environment import Domain
from backends.outcome import Diagnostic, Range
from backends.python_analysis import all_nodes
from backends.text import LineIndex
from backends.triton.source_model import Kernel, SourceModel, source_model

Change = tuple[int, int, str]
"""Replace the string offsets ``[start, end)`` by a text."""
NodeType = TypeVar("NodeType", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Finding:
    """One possible repair; ``cause`` completes "triton reports …: " to the diagnosis."""

    changes: tuple[Change, ...]
    title: str
    cause: str
    confidence: float = 0.5
    ambiguous: bool = False


class View:
    """The file with its tree and what Triton makes of it, as far as it parses."""

    def __init__(self, context: RepairContext) -> None:
        self.context = context
        self.code = context.code
        self.lines: LineIndex = context.lines

    @cached_property
    def tree(self) -> ast.Module | None:
        """``None`` when the text does not parse."""
        try:
            return ast.parse(self.code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def model(self) -> SourceModel | None:
        return None if self.tree is None else source_model(self.code, self.tree, self.lines)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return [] if self.tree is None else all_nodes(self.tree)

    @cached_property
    def parents(self) -> dict[int, ast.AST]:
        """The parent of each node, by ``id``."""
        found: dict[int, ast.AST] = {}
        for node in self.nodes:
            for child in ast.iter_child_nodes(node):
                found[id(child)] = node
        return found

    # Places -----------------------------------------------------------------------------------------------------------

    def span(self, node: ast.AST) -> tuple[int, int]:
        """String offsets of a node; decorators are not part of a definition."""
        start = self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return start, end

    def _offset(self, line: int, byte_column: int) -> int:
        return self.lines.starts[line - 1] + self.lines.column_of_byte(line - 1, byte_column)

    def text(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.code[start:end]

    def range_span(self, at: Range) -> tuple[int, int]:
        return self.lines.offset(at.start), self.lines.offset(at.end)

    def node_at(self, at: Range, kind: type[NodeType]) -> NodeType | None:
        """The node of a kind at a range: the same range, else the smallest around it, else the largest on its line."""
        start, end = self.range_span(at)
        same: NodeType | None = None
        around: tuple[int, NodeType] | None = None
        inside: tuple[int, NodeType] | None = None
        for node in self.nodes:
            if not isinstance(node, kind) or not hasattr(node, "lineno"):
                continue
            first, last = self.span(node)
            if (first, last) == (start, end):
                same = node
            elif first <= start and end <= last:
                if around is None or last - first < around[0]:
                    around = (last - first, node)
            elif start <= first and last <= end and (inside is None or last - first > inside[0]):
                inside = (last - first, node)
        if same is not None:
            return same
        best = around or inside
        return None if best is None else best[1]

    def enclosing(self, node: ast.AST, kind: type[NodeType]) -> NodeType | None:
        """The innermost node of a kind around another."""
        current = self.parents.get(id(node))
        while current is not None and not isinstance(current, kind):
            current = self.parents.get(id(current))
        return current

    def kernel_at(self, at: Range) -> Kernel | None:
        """The kernel a place is in."""
        for kernel in () if self.model is None else self.model.kernels.values():
            first, last = kernel.node.lineno - 1, (kernel.node.end_lineno or kernel.node.lineno) - 1
            if first <= at.start.line <= last:
                return kernel
        return None

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The statement a node is part of."""
        current = node
        while not isinstance(current, ast.stmt):
            current = self.parents[id(current)]
        return current

    def indent(self, line: int) -> str:
        text = self.lines.line_text(line)
        return text[: len(text) - len(text.lstrip())]

    # Changes ----------------------------------------------------------------------------------------------------------

    def replace(self, node: ast.AST, text: str) -> Change:
        return (*self.span(node), text)

    def before(self, node: ast.AST, text: str) -> Change:
        start = self.span(node)[0]
        return start, start, text

    def behind(self, node: ast.AST, text: str) -> Change:
        end = self.span(node)[1]
        return end, end, text

    def line_above(self, line: int, text: str) -> Change:
        """A line of its own above ``line`` (zero-based), with that line's indentation."""
        at = self.lines.starts[min(line, self.lines.line_count - 1)]
        return at, at, f"{self.indent(line)}{text}\n"

    def add_argument(self, call: ast.Call, text: str) -> Change:
        """One more argument at the end of a call, on a line of its own where the others are."""
        end = self.span(call)[1] - 1
        given = [*call.args, *(k.value for k in call.keywords)]
        if not given:
            return end, end, text
        last = max(self.span(node)[1] for node in given)
        between = self.code[last:end]
        if "," in between:
            after = last + between.index(",") + 1
            own_line = "\n" in self.code[after:end]
            if own_line:
                last_line = self.lines.position(last).line
                return after, after, f"\n{self.indent(last_line)}{text},"
            return after, after, f" {text}"
        return last, last, f", {text}"

    def remove_argument(self, call: ast.Call, argument: ast.AST) -> Change:
        """Take an argument (or keyword) out of a call, with one comma."""
        start, end = self.span(argument)
        call_end = self.span(call)[1] - 1
        after = self.code[end:call_end]
        stripped = after.lstrip()
        if stripped.startswith(","):
            end += len(after) - len(stripped) + 1
            while end < call_end and self.code[end] in " \t":
                end += 1
            line_start = self.code.rfind("\n", 0, start) + 1
            if self.code[end : end + 1] == "\n" and not self.code[line_start:start].strip():
                return line_start, end + 1, ""
            return start, end, ""
        head = self.code[:start].rstrip()
        if head.endswith(","):
            start = len(head) - 1
        return start, end, ""


Find = Callable[[Diagnostic, View], Iterable[Finding]]


@dataclass(slots=True, eq=False)
class TritonRepair:
    """The ``Repair`` protocol around a finding function."""

    name: str
    codes: frozenset[str]
    find: Find
    safe: bool = False
    domain: Domain = Domain.TRITON

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterator[Proposal]:
        if diagnostic.path is not None and diagnostic.path != context.environment.path:
            return
        view = view_of(context)
        for finding in self.find(diagnostic, view):
            changes = tuple(dict.fromkeys(finding.changes))
            yield Proposal(
                repair=self.name,
                title=finding.title,
                diagnosis=f"{_said(diagnostic)}: {finding.cause}",
                edits=tuple(Edit(context.lines.span(start, end), text) for start, end, text in changes),
                confidence=finding.confidence,
                ambiguous=finding.ambiguous,
                diagnostic=diagnostic,
            )


def view_of(context: RepairContext) -> View:
    view = context.parsed.get("triton.view")
    if view is None:
        view = context.parsed["triton.view"] = View(context)
    assert isinstance(view, View)
    return view


def _said(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.source} reports “{diagnostic.message}” at line {diagnostic.range.start.line + 1}"


def triton_repair(name: str, codes: Iterable[str], find: Find, *, safe: bool = False) -> TritonRepair:
    """``codes`` are those of the source ``triton`` unless they name another."""
    full = frozenset(code if ":" in code else f"triton:{code}" for code in codes)
    return TritonRepair(name, full, find, safe)
