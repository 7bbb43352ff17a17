"""Other readings of the same broken Verilog, found by rule: what an engineer may as well have meant.

A repair knows the answers that it would give itself. These are the ones that nobody proposed: the lost or superfluous
bracket put elsewhere in its statement, and the undeclared name taken for a slip of a similar one that is declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pyslang
from pyslang import syntax

from assistant.signal_flow import signal_flow
from assistant.tokens import Kind, Token, tokenize
from assistant.weakening import hunks
from backends.environment import Domain, Environment
from backends.protocol import StaticBackend
from backends.verilog.slang_session import SLANG_THREAD, options, slang_text

MAX_WINDOW = 80
MAX_READINGS = 3
ALIKE = 0.75

_BOUNDS = frozenset(
    "; begin end else endcase endmodule endfunction endtask module case casez casex initial generate".split()
)
_TIGHTER = frozenset("== != === !== < > <= >= + - * / % << >> <<< >>>".split())
_DECLARING = frozenset("reg wire logic integer int bit byte tri wand wor".split())
_OPERATOR = re.compile(r"[-+*/%&|^~!<>=?]+")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENING, _CLOSING = frozenset(_PAIRS.values()), frozenset(_PAIRS)


@dataclass(frozen=True, slots=True)
class Reading:
    """Another text that the front end accepts as well, and what was done otherwise in it."""

    code: str
    title: str


def other_readings(before: str, after: str, environment: Environment, front_end: StaticBackend) -> list[Reading]:
    """A few readings of ``before`` that are not that of ``after``. Milliseconds for each text that is tried."""
    if environment.domain is not Domain.VERILOG:
        return []
    left = len(front_end.analyze(after, environment).errors)
    shape = _shape(after)
    found: list[Reading] = []
    shapes = {shape}
    for reading in (*_brackets(before, after), *_similar_names(before, after)):
        if len(found) == MAX_READINGS:
            break
        if len(front_end.analyze(reading.code, environment).errors) > left:
            continue
        shape = _shape(reading.code)
        if shape not in shapes:
            shapes.add(shape)
            found.append(reading)
    return found


def bracket_changed(before: str, after: str) -> Token | None:
    """The one bracket that was added or removed between two texts; ``None`` when something else changed."""
    changed = hunks(tokenize(before, Domain.VERILOG), tokenize(after, Domain.VERILOG))
    tokens = [t for h in changed for t in (*h.old, *h.new)]
    return tokens[0] if len(tokens) == 1 and tokens[0].text in _OPENING | _CLOSING else None


def _brackets(before: str, after: str) -> Iterator[Reading]:
    """With the bracket that ``after`` has more or less at every other place of its statement."""
    bracket = bracket_changed(before, after)
    if bracket is None:
        return
    old = tokenize(before, Domain.VERILOG)
    (change,) = hunks(old, tokenize(after, Domain.VERILOG))
    lost = bool(change.old)
    closes = (bracket.text in _CLOSING) is not lost
    partner = _PAIRS.get(bracket.text) or next(o for o, c in _PAIRS.items() if c == bracket.text)
    insert, remove = (bracket.text, partner) if not lost else (partner, bracket.text)
    at = next((i for i, t in enumerate(old) if t.start >= change.start), len(old))
    window = _statement(old, at)
    if len(window) > MAX_WINDOW:
        return
    line = before.count("\n", 0, change.start) + 1
    texts = [t.text for t in window]
    for position, token in enumerate(window):
        where = token.end if closes else token.start
        index = position + 1 if closes else position
        with_it = [*texts[:index], insert, *texts[index:]]
        if _balanced(with_it) and (insert in "[]" or _plausible(with_it, index)):
            yield Reading(before[:where] + insert + before[where:], f"a bracket `{insert}` elsewhere in line {line}")
        # Who opened a bracket meant to close it: to drop one is a reading only where that was the repair.
        if lost and token.text == remove and _balanced([*texts[:position], *texts[position + 1 :]]):
            code = before[: token.start] + before[token.end :]
            yield Reading(code, f"one `{remove}` less elsewhere in line {line}")


def _statement(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The tokens between the nearest ends of statements around a place."""
    first = last = at
    while first > 0 and tokens[first - 1].text not in _BOUNDS:
        first -= 1
    while last < len(tokens) and tokens[last].text not in _BOUNDS:
        last += 1
    return tokens[first:last]


def _balanced(texts: Sequence[str]) -> bool:
    open_: list[str] = []
    for text in texts:
        if text in _OPENING:
            open_.append(text)
        elif text in _CLOSING and (not open_ or open_.pop() != _PAIRS[text]):
            return False
    return not open_


def _plausible(texts: Sequence[str], inserted: int) -> bool:
    """Nobody brackets a lone operand, nor compares or adds what `&&` and `||` give."""
    first = inserted if texts[inserted] == "(" else _partner(texts, inserted)
    last = inserted if texts[inserted] == ")" else _partner(texts, inserted)
    depth = 0
    operators: set[str] = set()
    for text in texts[first + 1 : last]:
        depth += (text in _OPENING) - (text in _CLOSING)
        if depth == 0 and _OPERATOR.fullmatch(text):
            operators.add(text)
    if not operators:
        return False
    beside = {texts[i] for i in (first - 1, last + 1) if 0 <= i < len(texts)}
    return not (operators & {"&&", "||"} and beside & _TIGHTER)


def _partner(texts: Sequence[str], at: int) -> int:
    step = 1 if texts[at] == "(" else -1
    depth = 0
    index = at
    while 0 <= index < len(texts):
        depth += (texts[index] in _OPENING) - (texts[index] in _CLOSING)
        if depth == 0:
            return index
        index += step
    return at


def _similar_names(before: str, after: str) -> Iterator[Reading]:
    """With each name that ``after`` declares first written as a similar one that was there already."""
    old, new = tokenize(before, Domain.VERILOG), tokenize(after, Domain.VERILOG)
    used = {t.text for t in old if t.kind is Kind.NAME and t.text[0] not in "$`"}
    written: dict[str, None] = {}
    for hunk in hunks(old, new):
        if any(t.text in _DECLARING for t in hunk.new):
            written |= dict.fromkeys(t.text for t in hunk.new if t.kind is Kind.NAME and t.text in used)
    drivers = _drivers(after)
    for name in written:
        for other in sorted(used - set(written)):
            if not _alike(name, other):
                continue
            code = re.sub(rf"(?<![\w$`.]){re.escape(name)}(?![\w$])", other, before)
            # Two processes that drive one signal are not what anybody means.
            if _drivers(code).get(other, 0) <= max(1, drivers.get(other, 0)):
                yield Reading(code, f"`{other}` for `{name}`")


def _alike(name: str, other: str) -> bool:
    parts, others = set(name.lower().split("_")), set(other.lower().split("_"))
    return bool(parts) and (
        parts < others or others < parts or SequenceMatcher(None, name.lower(), other.lower()).ratio() >= ALIKE
    )


def _drivers(code: str) -> dict[str, int]:
    """How many processes, assignments and instances write each signal."""
    flow = signal_flow(code)
    counts: dict[str, int] = {}
    for item in flow.items if flow else ():
        # A declaration without a value writes nothing, but is an item that names what it declares.
        if item.reads or item.writes:
            for name in item.writes:
                counts[name] = counts.get(name, 0) + 1
    return counts


def _shape(code: str) -> str:
    """The syntax without the brackets that change nothing, so that equal readings are equal texts."""
    return SLANG_THREAD.run(lambda: " ".join(_pieces(_root(code))))


def _root(code: str) -> syntax.SyntaxNode:
    sources = pyslang.SourceManager()
    return syntax.SyntaxTree.fromText(slang_text(code), sources, name="reading", options=options(True)).root


def _pieces(node: syntax.SyntaxNode) -> Iterator[str]:
    stack: list[Any] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, syntax.ParenthesizedExpressionSyntax):
            stack.append(current.expression)
        elif isinstance(current, syntax.SyntaxNode):
            marks = ("(", ")") if isinstance(current, syntax.ExpressionSyntax) else ("", "")
            stack += [marks[1], *reversed(list(current)), marks[0]]
        else:
            yield current.valueText
