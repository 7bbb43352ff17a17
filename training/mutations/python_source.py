"""Python text with its syntax tree, for mutations that replace exactly one piece of it and leave the rest as it stands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from random import Random

from backends.environment import Domain
from training.mutation import Change, Kind, Mutation

_TESTS = ("test_", "check_", "reference_")


class Source:
    """Parsed text; nodes are located by code-point offsets."""

    def __init__(self, code: str, tree: ast.Module) -> None:
        self.code = code
        self.tree = tree
        self._lines = code.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    @classmethod
    def of(cls, code: str) -> Source | None:
        """``None`` for text that is not Python (a mutation before may have broken it)."""
        try:
            return cls(code, ast.parse(code))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def offset(self, line: int, byte: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        column = byte if text.isascii() else len(text.encode()[:byte].decode(errors="ignore"))
        return self._starts[line - 1] + column

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Start and end of a statement or expression."""
        return (
            self.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def text(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.code[start:end]

    def put(self, *edits: tuple[ast.AST, str]) -> str:
        """The code with each node replaced by a text."""
        return self.cut(*((*self.span(node), new) for node, new in edits))

    def cut(self, *edits: tuple[int, int, str]) -> str:
        code = self.code
        for start, end, new in sorted(edits, reverse=True):
            code = code[:start] + new + code[end:]
        return code

    def without_statement(self, node: ast.stmt) -> str:
        """The code without the lines of a statement; ``pass`` where its block would be empty."""
        start, end = self.span(node)
        first = self._starts[node.lineno - 1]
        if self.code[first:start].strip() or self.code[end : self.code.find("\n", end)].partition("#")[0].strip():
            return self.code[:start] + "pass" + self.code[end:]
        block = next((b for b in self.blocks() if node in b), [])
        if len(block) == 1:
            return self.code[:start] + "pass" + self.code[end:]
        stop = self.code.find("\n", end)
        return self.code[:first] + ("" if stop < 0 else self.code[stop + 1 :])

    def blocks(self) -> Iterator[list[ast.stmt]]:
        for node in ast.walk(self.tree):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                    yield block

    def functions(self) -> list[ast.FunctionDef]:
        return [n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef)]

    def kernels(self) -> list[ast.FunctionDef]:
        """Functions with a ``jit`` decorator."""
        return [f for f in self.functions() if any("jit" in ast.unparse(d) for d in f.decorator_list)]

    def hosts(self) -> list[ast.FunctionDef]:
        """Functions of host code that are neither tests nor references: the ones that launch."""
        kernels = self.kernels()
        return [
            f
            for f in self.functions()
            if f not in kernels and not f.name.startswith(_TESTS) and not f.name.endswith(("_ref", "_reference"))
        ]


def is_call(node: ast.AST, *names: str) -> bool:
    """A call of ``tl.load``, ``triton.cdiv`` …, or of any method of that name when it starts with a dot."""
    if not isinstance(node, ast.Call):
        return False
    for name in names:
        if name.startswith("."):
            if isinstance(node.func, ast.Attribute) and node.func.attr == name[1:]:
                return True
        elif ast.unparse(node.func) == name:
            return True
    return False


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    return next((k for k in call.keywords if k.arg == name), None)


def without_argument(source: Source, call: ast.Call, *gone: ast.AST) -> str:
    """The code with these arguments of a call removed, their commas too."""
    arguments = [*call.args, *call.keywords]
    kept = [source.text(a) for a in arguments if a not in gone]
    end = source.span(call)[1]
    start = source.span(call.func)[1]
    return source.cut((start, end, f"({', '.join(kept)})"))


def nodes(roots: Iterable[ast.AST], kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> list[ast.AST]:
    """Every node of a kind below the roots, in the order of the text."""
    found = [n for root in roots for n in ast.walk(root) if isinstance(n, kind)]
    return sorted(dict.fromkeys(found), key=lambda n: (getattr(n, "lineno", 0), getattr(n, "col_offset", 0)))


Places = Callable[[Source, Random], Iterable[str]]
"""The text with one error in it, for every place that a text offers to that error."""


def one_of(rng: Random, code: str, changed: Iterable[str]) -> str | None:
    """One of the texts at random that really are another."""
    other = [new for new in changed if new != code]
    return rng.choice(other) if other else None


def placed(domain: Domain, kind: Kind, *found: Places) -> tuple[Mutation, ...]:
    """Mutations named like the functions that find their places."""
    return tuple(Mutation(places.__name__, domain, kind, _change(places)) for places in found)


def _change(places: Places) -> Change:
    def change(code: str, rng: Random) -> str | None:
        source = Source.of(code)
        return None if source is None else one_of(rng, code, places(source, rng))

    return change
