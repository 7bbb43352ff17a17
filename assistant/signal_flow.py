"""Which signals of a Verilog module depend on which: what a repair of one of them may change, and what it may not.

Read from the syntax, item by item; an item that assigns several signals makes each depend on everything the item reads.
Too many dependencies are therefore found rather than too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyslang
from pyslang import syntax

from backends.verilog.slang_session import SLANG_THREAD, options, slang_text

MAX_TEXT = 1 << 20

_DECLARATIONS = (
    syntax.NetDeclarationSyntax,
    syntax.DataDeclarationSyntax,
    syntax.ParameterDeclarationStatementSyntax,
    syntax.PortDeclarationSyntax,
)
_INSTANCES = (syntax.HierarchyInstantiationSyntax, syntax.PrimitiveInstantiationSyntax)
_GENERATE = (
    syntax.GenerateRegionSyntax,
    syntax.GenerateBlockSyntax,
    syntax.LoopGenerateSyntax,
    syntax.IfGenerateSyntax,
    syntax.CaseGenerateSyntax,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One process, assignment or instance; offsets are UTF-8 bytes."""

    writes: frozenset[str]
    reads: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The items of one text, all modules together."""

    items: tuple[Item, ...]

    def reached(self, names: Collection[str]) -> frozenset[str]:
        """``names`` and every signal whose value may depend on one of them."""
        found = set(names)
        growing = True
        while growing:
            growing = False
            for item in self.items:
                if not item.writes <= found and not found.isdisjoint(item.reads):
                    found |= item.writes
                    growing = True
        return frozenset(found)

    def written_at(self, byte_offset: int) -> frozenset[str]:
        """What the items at a place assign."""
        names: set[str] = set()
        for item in self.items:
            if item.start <= byte_offset <= item.end:
                names |= item.writes
        return frozenset(names)


def signal_flow(code: str) -> Flow | None:
    """The flow of a text; ``None`` when it is too large, or nested too deeply, to be read."""
    if len(code) > MAX_TEXT:
        return None
    try:
        return SLANG_THREAD.run(lambda: _read(slang_text(code)))
    except RuntimeError:
        return None


def _read(code: str) -> Flow:
    sources = pyslang.SourceManager()
    tree = syntax.SyntaxTree.fromText(code, sources, name="flow", options=options(True))
    root = tree.root
    members = root.members if isinstance(root, syntax.CompilationUnitSyntax) else [root]
    items: list[Item] = []
    for member in members:
        if isinstance(member, syntax.ModuleDeclarationSyntax):
            for each in member.members:
                items += _items(each)
    return Flow(tuple(items))


def _items(member: syntax.SyntaxNode) -> Iterator[Item]:
    if isinstance(member, _GENERATE):
        conditions = frozenset(
            name for child in member if isinstance(child, syntax.ExpressionSyntax) for name in _names(child)
        )
        for child in _nodes(member):
            for item in _items(child):
                yield Item(item.writes, item.reads | conditions, item.start, item.end)
        return
    writes: set[str] = set()
    reads = set(_reads(member))
    if isinstance(member, _INSTANCES):
        writes = reads = set(_names(member))
    elif isinstance(member, _DECLARATIONS):
        writes = {d.name.valueText for d in _descendants(member) if isinstance(d, syntax.DeclaratorSyntax)}
    else:
        for node in _descendants(member):
            if isinstance(node, syntax.BinaryExpressionSyntax) and _is_assignment(node):
                writes.update(_targets(node.left))
            elif isinstance(node, syntax.PrefixUnaryExpressionSyntax | syntax.PostfixUnaryExpressionSyntax):
                if "crement" in node.kind.name:
                    writes.update(_targets(node.operand))
            elif isinstance(node, syntax.DeclaratorSyntax):
                writes.add(node.name.valueText)
            elif isinstance(node, syntax.ExpressionStatementSyntax) and isinstance(
                node.expr, syntax.InvocationExpressionSyntax
            ):
                # A task may write to any of its arguments.
                writes.update(_names(node.expr))
            elif isinstance(node, syntax.FunctionPrototypeSyntax):
                writes.update(_names(node.name))
    if writes:
        yield Item(frozenset(writes), frozenset(reads), member.sourceRange.start.offset, member.sourceRange.end.offset)


def _targets(left: syntax.SyntaxNode) -> Iterator[str]:
    """The signals on the left of an assignment, without those that only select bits of them."""
    if isinstance(left, syntax.IdentifierNameSyntax | syntax.IdentifierSelectNameSyntax):
        yield left.identifier.valueText
    elif isinstance(left, syntax.ScopedNameSyntax):
        yield from _targets(left.left)
        yield from _targets(left.right)
    else:
        for child in _nodes(left):
            yield from _targets(child)


def _is_assignment(node: syntax.SyntaxNode) -> bool:
    return isinstance(node, syntax.BinaryExpressionSyntax) and "Assignment" in node.kind.name


def _reads(node: syntax.SyntaxNode) -> Iterator[str]:
    """The signals an item reads: on the left of an assignment only those that select bits."""
    stack = [(node, False)]
    while stack:
        current, target = stack.pop()
        if isinstance(current, syntax.IdentifierNameSyntax | syntax.IdentifierSelectNameSyntax):
            if not target:
                yield current.identifier.valueText
            stack += [(child, False) for child in _nodes(current)]
        elif isinstance(current, syntax.BinaryExpressionSyntax) and _is_assignment(current):
            stack += [(current.left, True), (current.right, False)]
        else:
            stack += [(child, target) for child in _nodes(current)]


def _names(node: syntax.SyntaxNode) -> Iterator[str]:
    for each in _descendants(node):
        if isinstance(each, syntax.IdentifierNameSyntax | syntax.IdentifierSelectNameSyntax):
            yield each.identifier.valueText


def _descendants(node: syntax.SyntaxNode) -> Iterator[syntax.SyntaxNode]:
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(_nodes(current))


def _nodes(node: syntax.SyntaxNode) -> list[syntax.SyntaxNode]:
    return [child for child in node if isinstance(child, syntax.SyntaxNode)]
