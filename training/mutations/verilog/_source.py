"""Verilog as a mutation sees it: tokens without comments, statements with their parts, module items, declarations.

Works on code that other mutations have already broken: what cannot be read is left out, nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import TypeVar

from assistant.tokens import Kind as TokenKind
from assistant.tokens import Token, tokenize
from backends.environment import Domain
from training.mutation import Kind, Mutation

T = TypeVar("T")
PROCEDURES = ("always", "always_ff", "always_comb", "always_latch", "initial")
_RESET = re.compile(r"rst|reset|clear|clr|nrst", re.IGNORECASE)
_DEEPEST = 60


@dataclass(slots=True)
class Node:
    """A statement by the numbers of its first and last token. ``head`` is the condition, label or sensitivity."""

    kind: str
    first: int
    last: int
    head: tuple[int, int] | None = None
    children: list[Node] = field(default_factory=list)
    operator: int | None = None
    """In a leaf, the token ``=`` or ``<=`` that assigns."""

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Declared:
    name: str
    kind: str
    """The words before the name: ``input``, ``output reg``, ``wire``, ``localparam`` …"""
    width: str
    """The packed range as written, or nothing."""
    token: int
    first: int
    """Where the declaration begins."""


class Source:
    def __init__(self, code: str) -> None:
        self.code = code
        self.tokens = list(_split(tokenize(code, Domain.VERILOG)))

    # -- tokens -----------------------------------------------------------------------------------------------------
    def text(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def indices(self, *texts: str) -> list[int]:
        return [at for at, token in enumerate(self.tokens) if token.text in texts]

    def closing(self, opening: int) -> int:
        """The bracket that closes the one at ``opening``; the last token when none does."""
        depth = 0
        for at in range(opening, len(self.tokens)):
            if self.text(at) in ("(", "[", "{"):
                depth += 1
            elif self.text(at) in (")", "]", "}"):
                depth -= 1
                if depth == 0:
                    return at
        return len(self.tokens) - 1

    def next_of(self, at: int, *texts: str) -> int:
        """The first of these tokens outside brackets from ``at`` on; one behind the last token when there is none."""
        while at < len(self.tokens) and self.text(at) not in texts:
            at = self.closing(at) + 1 if self.text(at) in ("(", "[", "{") else at + 1
        return at

    def slice(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        return self.code[self.tokens[first].start : self.tokens[last].end] if first <= last else ""

    def names_in(self, first: int, last: int) -> list[str]:
        return [t.text for t in self.tokens[first : last + 1] if t.kind is TokenKind.NAME and t.text[0] not in "$`"]

    # -- edits ------------------------------------------------------------------------------------------------------
    def replaced(self, first: int, last: int, text: str) -> str:
        return self.code[: self.tokens[first].start] + text + self.code[self.tokens[last].end :]

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> str:
        """Several replacements of token ranges at once."""
        code = self.code
        for first, last, text in sorted(edits, reverse=True):
            code = code[: self.tokens[first].start] + text + code[self.tokens[last].end :]
        return code

    def exchanged(self, one: tuple[int, int], two: tuple[int, int]) -> str:
        """Two token ranges in each other's place."""
        return self.edited([(*one, self.slice(*two)), (*two, self.slice(*one))])

    def followed(self, node: Node, text: str) -> str:
        """A line of its own behind a statement."""
        end = self.tokens[node.last].end
        return f"{self.code[:end]}\n{self.indent_of(node.first)}{text}{self.code[end:]}"

    def without(self, first: int, last: int) -> str:
        """The code without these tokens, and without the lines they leave empty."""
        start, end = self.tokens[first].start, self.tokens[last].end
        line_start = self.code.rfind("\n", 0, start) + 1
        line_end = self.code.find("\n", end)
        line_end = len(self.code) if line_end < 0 else line_end
        if not self.code[line_start:start].strip() and not re.sub(r"//.*", "", self.code[end:line_end]).strip():
            return self.code[:line_start] + self.code[line_end + 1 :]
        return self.code[:start] + self.code[end:].lstrip(" ")

    def indent_of(self, index: int) -> str:
        start = self.tokens[index].start
        line = self.code[self.code.rfind("\n", 0, start) + 1 : start]
        return line[: len(line) - len(line.lstrip())]

    # -- structure --------------------------------------------------------------------------------------------------
    def statement(self, at: int, depth: int = 0) -> Node:
        """The statement that begins at a token."""
        end = len(self.tokens) - 1
        word = self.text(at)
        if at >= end or depth > _DEEPEST:
            return Node("leaf", min(at, end), end)
        if word == "begin":
            inner = at + 1 + 2 * (self.text(at + 1) == ":")
            block = Node("block", at, end)
            while inner < end and self.text(inner) not in ("end", "endmodule"):
                block.children.append(self.statement(inner, depth + 1))
                inner = block.children[-1].last + 1
            block.last = min(inner, end)
            return block
        if word == "if" and self.text(at + 1) == "(":
            close = self.closing(at + 1)
            then = self.statement(close + 1, depth + 1)
            node = Node("if", at, then.last, (at + 1, close), [then])
            if self.text(then.last + 1) == "else":
                node.children.append(self.statement(then.last + 2, depth + 1))
                node.last = node.children[-1].last
            return node
        if word in ("case", "casez", "casex") and self.text(at + 1) == "(":
            return self._case(at, depth)
        if word in ("for", "while", "repeat", "wait") and self.text(at + 1) == "(":
            close = self.closing(at + 1)
            body = self.statement(close + 1, depth + 1)
            return Node("loop", at, body.last, (at + 1, close), [body])
        if word in PROCEDURES or word == "forever":
            body = self.statement(at + 1, depth + 1)
            return Node("procedure", at, body.last, body.head, [body])
        if word in ("@", "#"):
            close = self.closing(at + 1) if self.text(at + 1) == "(" else at + 1
            body = self.statement(close + 1, depth + 1)
            return Node("timing", at, body.last, (at + 1, close), [body])
        return self._leaf(at)

    def _case(self, at: int, depth: int) -> Node:
        end = len(self.tokens) - 1
        close = self.closing(at + 1)
        node, inner = Node("case", at, end, (at + 1, close)), close + 1
        while inner < end and self.text(inner) not in ("endcase", "endmodule"):
            label = inner
            while inner < end and self.text(inner) not in (":", ";", "endcase", "begin"):
                inner = self.closing(inner) + 1 if self.text(inner) in ("(", "[", "{") else inner + 1
            if self.text(inner) != ":":
                if self.text(label) != "default" or self.text(inner) == "endcase":
                    inner = max(inner, label + 1)
                    continue
                inner = label
            body = self.statement(inner + 1, depth + 1)
            node.children.append(Node("item", label, body.last, (label, max(label, inner - 1)), [body]))
            inner = max(body.last, inner) + 1
        node.last = min(inner, end)
        return node

    def _leaf(self, at: int) -> Node:
        operator, last = None, at
        while last < len(self.tokens) - 1 and self.text(last) != ";":
            if operator is None and self.text(last) in ("=", "<="):
                operator = last
            if self.text(last) in ("end", "endmodule", "endcase"):
                return Node("leaf", at, max(at, last - 1), operator=operator)
            last = self.closing(last) + 1 if self.text(last) in ("(", "[", "{") else last + 1
        return Node("leaf", at, min(last, len(self.tokens) - 1), operator=operator)

    @cached_property
    def items(self) -> list[Node]:
        """What stands in the modules, in order: declarations, assignments, procedures, instances."""
        found: list[Node] = []
        for start in self.indices("module"):
            at = self.next_of(start, ";") + 1
            while at < len(self.tokens) and self.text(at) not in ("endmodule", "module"):
                close = {"function": "endfunction", "task": "endtask", "generate": "endgenerate"}.get(self.text(at))
                if close is not None:
                    last = next((k for k in range(at, len(self.tokens)) if self.text(k) == close), len(self.tokens) - 1)
                    found.append(Node(close[3:], at, last))
                else:
                    found.append(self.statement(at))
                at = max(at, found[-1].last) + 1
        return found

    @cached_property
    def procedures(self) -> list[Node]:
        return [n for n in self.items if n.kind == "procedure"]

    @cached_property
    def clocked(self) -> list[Node]:
        return [n for n in self.procedures if self._sensitivity(n) and self._has_edge(n)]

    @cached_property
    def combinational(self) -> list[Node]:
        return [n for n in self.procedures if self.text(n.first) != "initial" and not self._has_edge(n)]

    def _sensitivity(self, procedure: Node) -> tuple[int, int] | None:
        body = procedure.children[0]
        return body.head if body.kind == "timing" and self.text(body.first) == "@" else None

    def _has_edge(self, procedure: Node) -> bool:
        head = self._sensitivity(procedure)
        return head is not None and any(self.text(k) in ("posedge", "negedge") for k in range(head[0], head[1]))

    @cached_property
    def statements(self) -> list[Node]:
        """Every statement inside the procedures, outer before inner."""
        return [node for procedure in self.procedures for node in procedure.walk()]

    @cached_property
    def assignments(self) -> list[Node]:
        """Assignments inside procedures."""
        return [n for n in self.statements if n.kind == "leaf" and n.operator is not None]

    @cached_property
    def continuous(self) -> list[Node]:
        return [n for n in self.items if n.kind == "leaf" and self.text(n.first) == "assign" and n.operator is not None]

    @cached_property
    def assigning(self) -> set[int]:
        """Tokens ``<=`` and ``=`` that assign."""
        return {n.operator for n in (*self.assignments, *self.continuous) if n.operator is not None}

    def parent(self, node: Node) -> Node | None:
        return next((n for n in self.statements if node in n.children), None)

    def dropped(self, node: Node) -> str:
        """The code without a statement; where one is needed, an empty one stays."""
        above = self.parent(node)
        if above is not None and above.kind != "block":
            return self.replaced(node.first, node.last, ";")
        return self.without(node.first, node.last)

    @cached_property
    def resets(self) -> list[Node]:
        """The conditionals of clocked processes that test the reset."""
        found = []
        for procedure in self.clocked:
            for node in procedure.walk():
                if node.kind == "if":
                    if node.head and any(_RESET.search(n) for n in self.names_in(*node.head)):
                        found.append(node)
                    break
        return found

    def in_reset(self, node: Node) -> bool:
        return any(r.children[0].first <= node.first <= r.children[0].last for r in self.resets)

    @cached_property
    def declared(self) -> list[Declared]:
        """Ports, signals and constants in the order they are declared."""
        words = {
            "input",
            "output",
            "inout",
            "reg",
            "wire",
            "logic",
            "integer",
            "parameter",
            "localparam",
            "signed",
            "genvar",
        }
        found: list[Declared] = []
        at = 0
        while at < len(self.tokens):
            if self.text(at) not in words:
                at += 1
                continue
            first, kind, width = at, [], ""
            while self.text(at) in words:
                kind.append(self.text(at))
                at += 1
            if self.text(at) == "[":
                close = self.closing(at)
                width = self.slice(at, close)
                at = close + 1
            while at < len(self.tokens) and self.tokens[at].kind is TokenKind.NAME:
                found.append(Declared(self.text(at), " ".join(kind), width, at, first))
                at += 1
                while self.text(at) not in (",", ";", ")", "") and self.text(at) not in words:
                    at = self.closing(at) + 1 if self.text(at) in ("(", "[", "{") else at + 1
                if self.text(at) == "," and self.text(at + 1) not in words:
                    at += 1
                else:
                    break
            at = max(at, first + 1)
        return found

    @cached_property
    def signals(self) -> list[Declared]:
        return [d for d in self.declared if not d.kind.startswith(("parameter", "localparam", "genvar", "integer"))]

    def uses(self, name: str) -> list[int]:
        return [at for at, t in enumerate(self.tokens) if t.text == name]

    @cached_property
    def conditions(self) -> list[tuple[int, int]]:
        """Token ranges inside the parentheses of every ``if``."""
        return [(n.head[0] + 1, n.head[1] - 1) for n in self.statements if n.kind == "if" and n.head]

    @cached_property
    def behaviour(self) -> list[int]:
        """Tokens of assignments, procedures and instances: everything but headers and declarations."""
        kinds = (
            "reg",
            "wire",
            "logic",
            "input",
            "output",
            "inout",
            "parameter",
            "localparam",
            "integer",
            "genvar",
            "typedef",
        )
        found: list[int] = []
        for item in self.items:
            if self.text(item.first) not in kinds or "=" in (self.text(k) for k in range(item.first, item.last)):
                found += range(item.first, item.last + 1)
        return found


def _split(tokens: list[Token]) -> Iterator[Token]:
    """``(*`` and ``*)`` are brackets and a star here: they mostly come from ``@(*)``."""
    for token in tokens:
        if token.text in ("(*", "*)"):
            yield Token(token.text[0], TokenKind.SHAPE, token.start)
            yield Token(token.text[1], TokenKind.SHAPE, token.start + 1)
        else:
            yield token


def choose(rng: Random, places: Sequence[T]) -> T | None:
    return rng.choice(places) if places else None


def mutation(kind: Kind, change: Callable[[Source, Random], str | None]) -> Mutation:
    """A mutation named like its function; a change that changes nothing counts as no place for it."""

    def changed(code: str, rng: Random) -> str | None:
        source = Source(code)
        made = change(source, rng) if source.tokens else None
        return None if made == code else made

    return Mutation(change.__name__.lstrip("_"), Domain.VERILOG, kind, changed)
