"""Lays Verilog statements out: where ``begin`` stands, which single statements get a block, how deep to indent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|[A-Za-z_$`][\w$]*|\d*\'[sS]?[bodhBODH][\w?]+|\d+|\s+|.', re.DOTALL
)
_HEADS = frozenset(
    "if for while repeat wait always always_ff always_latch always_comb initial forever @ # case casez casex".split()
)
_WIDEST = 92


@dataclass(frozen=True, slots=True)
class Layout:
    """How one author lays code out."""

    indent: str = "  "
    begin_below: bool = False
    else_below: bool = False
    blocks: Literal["always", "needed", "written"] = "written"
    on_one_line: bool = False
    """A short statement stands behind its condition."""


@dataclass(slots=True)
class _Statement:
    kind: Literal["leaf", "comment", "block", "if", "case", "head", "region"]
    text: str = ""
    inner: list[_Statement] = field(default_factory=list)
    otherwise: _Statement | None = None
    labels: list[str] = field(default_factory=list)
    close: str = ""


def lay_out(source: str, layout: Layout, level: int = 0) -> str:
    """The statements or module items of ``source``, one below the other."""
    parser = _Parser(source)
    lines: list[str] = []
    while not parser.ended:
        lines += _render(parser.statement(), layout, level)
    return "\n".join(lines)


class _Parser:
    def __init__(self, source: str) -> None:
        self.tokens = list(_TOKEN.findall(source))
        self.at = 0
        self._skip()

    @property
    def ended(self) -> bool:
        return self.at >= len(self.tokens)

    @property
    def token(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _skip(self) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1

    def next(self) -> str:
        token = self.token
        assert token, "the source ends inside a statement"
        self.at += 1
        self._skip()
        return token

    def _group(self) -> str:
        """A parenthesized text, as written."""
        assert self.token == "(", f"( expected, not {self.token!r}"
        start, depth = self.at, 0
        while True:
            depth += {"(": 1, ")": -1}.get(self.token, 0)
            self.next()
            if depth == 0:
                return "".join(self.tokens[start : self.at]).strip()

    def _until(self, stop: str) -> str:
        start, depth = self.at, 0
        while True:
            token = self.token
            depth += {"(": 1, ")": -1, "[": 1, "]": -1, "{": 1, "}": -1}.get(token, 0)
            self.next()
            if token == stop and depth == 0:
                return " ".join("".join(self.tokens[start : self.at]).split())

    def statement(self) -> _Statement:
        token = self.token
        if token.startswith(("//", "/*")):
            return _Statement("comment", self.next())
        if token == "begin":
            self.next()
            name = ""
            if self.token == ":":
                self.next()
                name = self.next()
            return _Statement("block", name, self._statements("end"))
        if token == "if":
            self.next()
            made = _Statement("if", self._group(), [self.statement()])
            if self.token == "else":
                self.next()
                made.otherwise = self.statement()
            return made
        if token in ("case", "casez", "casex"):
            made = _Statement("case", f"{self.next()} {self._group()}")
            while self.token != "endcase":
                if self.token.startswith("//"):
                    made.labels.append(self.next())
                    made.inner.append(_Statement("comment"))
                    continue
                if self.token == "default":
                    self.next()
                    if self.token == ":":
                        self.next()
                    made.labels.append("default:")
                else:
                    made.labels.append(self._until(":"))
                made.inner.append(self.statement())
            self.next()
            return made
        if token in ("for", "while", "repeat", "wait"):
            head = f"{self.next()} {self._group()}"
            return _Statement("head", head, [self.statement()])
        if token in ("always", "always_ff", "always_latch", "always_comb", "initial", "forever", "@", "#"):
            return _Statement("head", self._timing(), [self.statement()])
        if token in ("generate", "function", "task"):
            close = f"end{token}"
            head = self.next() if token == "generate" else self._until(";")
            return _Statement("region", head, self._statements(close), close=close)
        return _Statement("leaf", self._until(";"))

    def _timing(self) -> str:
        head = self.next() if self.token not in ("@", "#") else ""
        while self.token in ("@", "#"):
            sign = self.next()
            what = self._group() if self.token == "(" else self.next()
            head = f"{head} {sign}{what}".strip()
        return head

    def _statements(self, close: str) -> list[_Statement]:
        found = []
        while self.token != close:
            found.append(self.statement())
        self.next()
        return found


def _render(statement: _Statement, layout: Layout, level: int) -> list[str]:
    pad = layout.indent * level
    match statement.kind:
        case "leaf" | "comment":
            return [pad + statement.text]
        case "block":
            return _attach("", statement, layout, level, forced=True)
        case "head":
            return _attach(statement.text, statement.inner[0], layout, level)
        case "region":
            inner = [line for s in statement.inner for line in _render(s, layout, level + 1)]
            return [pad + statement.text, *inner, pad + statement.close]
        case "case":
            lines = [pad + statement.text]
            for label, item in zip(statement.labels, statement.inner, strict=True):
                if item.kind == "comment":
                    lines.append(pad + layout.indent + label)
                    continue
                lines += _attach(label, item, layout, level + 1, one_line=True)
            return [*lines, pad + "endcase"]
    return _conditional("if", statement, layout, level)


def _conditional(word: str, statement: _Statement, layout: Layout, level: int) -> list[str]:
    then, otherwise = statement.inner[0], statement.otherwise
    only = then.inner[0] if then.kind == "block" and len(then.inner) == 1 else then
    dangling = otherwise is not None and only.kind not in ("leaf", "block")
    lines = _attach(f"{word} {statement.text}", then, layout, level, forced=dangling)
    if otherwise is None:
        return lines
    if otherwise.kind == "if":
        rest = _conditional("else if", otherwise, layout, level)
    else:
        rest = _attach("else", otherwise, layout, level)
    if lines[-1].strip() == "end" and not layout.else_below:
        lines[-1] = f"{lines[-1]} {rest[0].strip()}"
        return lines + rest[1:]
    return lines + rest


def _attach(
    head: str, body: _Statement, layout: Layout, level: int, *, forced: bool = False, one_line: bool = False
) -> list[str]:
    """``head`` with ``body`` as the statement it governs, in a block where that is needed or wanted."""
    pad = layout.indent * level
    statements = body.inner if body.kind == "block" else [body]
    name = f" : {body.text}" if body.kind == "block" and body.text else ""
    block = forced or bool(name) or len(statements) != 1 or statements[0].kind == "comment"
    block = block or (body.kind == "block" and statements[0].kind != "leaf" and layout.blocks == "written")
    if layout.blocks == "always":
        block = block or (not one_line and not head.startswith(("@", "#", "always #", "forever")) and head != "initial")
        block = block and not (body.kind == "leaf" and body.text == ";")
    elif layout.blocks == "written":
        block = block or body.kind == "block"
    if not block:
        only = statements[0]
        if only.kind == "leaf":
            joined = f"{pad}{head} {only.text}"
            if only.text == ";" or (
                (one_line or layout.on_one_line or head.startswith(("@", "#", "always #"))) and len(joined) <= _WIDEST
            ):
                return [f"{pad}{head}{'' if only.text == ';' else ' '}{only.text}"]
        if only.kind == "head" and head.startswith(("initial", "always", "forever", "@", "#")):
            first, *rest = _render(only, layout, level)
            return [f"{pad}{head} {first.strip()}", *rest]
        return [pad + head, *_render(only, layout, level + 1)]
    inner = [line for s in statements for line in _render(s, layout, level + 1)]
    if layout.begin_below and head and not one_line:
        return [pad + head, f"{pad}begin{name}", *inner, f"{pad}end"]
    return [f"{pad}{head} begin{name}" if head else f"{pad}begin{name}", *inner, f"{pad}end"]
