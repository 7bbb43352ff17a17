"""Expression trees over tokens, and the width each has of itself (IEEE 1800-2017 table 11-21), unknown names allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.repairs.verilog.elaboration import Fact, ModuleFacts
from assistant.repairs.verilog.tokens import Kind, Source

PRECEDENCE = {
    "?": 1, "->": 1, "||": 2, "&&": 3, "|": 4, "~|": 4, "^": 5, "~^": 5, "^~": 5, "&": 6, "~&": 6,
    "==": 7, "!=": 7, "===": 7, "!==": 7, "<": 8, "<=": 8, ">": 8, ">=": 8, "<<": 9, ">>": 9, "<<<": 9, ">>>": 9,
    "+": 10, "-": 10, "*": 11, "/": 11, "%": 11, "**": 12,
}  # fmt: skip
COMPARISONS = frozenset(("==", "!=", "===", "!==", "<", "<=", ">", ">="))
LOGICAL = frozenset(("&&", "||", "->"))
SHIFTS = frozenset(("<<", ">>", "<<<", ">>>", "**"))
UNARY = frozenset("+ - ! ~ & | ^ ~& ~| ~^ ^~".split())
_LITERAL = re.compile(r"(?:([\d_]+)\s*)?'([sS]?)([bodhBODH])\s*([0-9a-zA-Z_?]+)$")
_RADIX = {"b": 2, "o": 8, "d": 10, "h": 16}


@dataclass(slots=True)
class Expression:
    """``kind``: name, number, select, unary, binary, ternary, concat, replicate, call, group or unknown."""

    kind: str
    first: int
    last: int
    operands: list[Expression] = field(default_factory=list)
    operator: str = ""
    name: str = ""

    def walk(self) -> Iterator[Expression]:
        yield self
        for operand in self.operands:
            yield from operand.walk()

    def mentions(self, name: str) -> bool:
        return any(e.kind == "name" and e.name == name for e in self.walk())


@dataclass(frozen=True, slots=True)
class Width:
    """``bits`` when the width is certain; else ``value``, the magnitude an unsized constant needs room for; or nothing."""

    bits: int | None = None
    value: int | None = None
    signed: bool = False
    names: tuple[str, ...] = ()
    """Declared names of that very width, nearest first."""

    @property
    def known(self) -> bool:
        return self.bits is not None


NOTHING = Width()


def parse_expression(source: Source, first: int, last: int) -> Expression:
    """The tree of tokens ``first`` … ``last``; what cannot be read becomes an ``unknown`` node."""
    parser = _Parser(source, last + 1)
    tree, after = parser.binary(first, 1)
    return tree if after > last else Expression("unknown", first, last, [tree])


def expression_end(source: Source, first: int, stop: int) -> int:
    """Last token of the longest expression that starts at ``first`` and ends before ``stop``; ``first - 1`` for none."""
    tree, after = _Parser(source, stop).binary(first, 1)
    return first - 1 if tree.kind == "unknown" else after - 1


def literal_value(text: str) -> tuple[int | None, int | None]:
    """Width (``None`` when unsized) and value (``None`` with x or z digits, or none at all) of a number."""
    match = _LITERAL.match(text)
    if match:
        size, _, base, digits = match.groups()
        try:
            value: int | None = int(digits.replace("_", ""), _RADIX[base.lower()])
        except ValueError:
            value = None
        return (int(size.replace("_", "")) if size else None), value
    if text in ("'0", "'1"):
        return None, int(text[1])
    plain = text.replace("_", "")
    return None, int(plain) if plain.isdigit() else None


class _Parser:
    def __init__(self, source: Source, stop: int) -> None:
        self.source = source
        self.stop = stop

    def binary(self, i: int, level: int) -> tuple[Expression, int]:
        left, i = self.unary(i)
        while i < self.stop:
            word = self.source.word(i)
            strength = PRECEDENCE.get(word, 0)
            if strength < level or self.source.kind(i) is not Kind.SYMBOL:
                break
            if word == "?":
                then, i = self.binary(i + 1, 1)
                if self.source.word(i) != ":" or i >= self.stop:
                    return Expression("unknown", left.first, i - 1, [left, then]), i
                otherwise, i = self.binary(i + 1, 1)
                left = Expression("ternary", left.first, i - 1, [left, then, otherwise], "?")
                continue
            right, i = self.binary(i + 1, strength + 1)
            left = Expression("binary", left.first, i - 1, [left, right], word)
        return left, i

    def unary(self, i: int) -> tuple[Expression, int]:
        word = self.source.word(i)
        if i < self.stop and word in UNARY and self.source.kind(i) is Kind.SYMBOL:
            operand, end = self.unary(i + 1)
            return Expression("unary", i, end - 1, [operand], word), end
        return self.primary(i)

    def primary(self, i: int) -> tuple[Expression, int]:
        source = self.source
        if i >= self.stop:
            return Expression("unknown", i, i - 1), i
        kind, word = source.kind(i), source.word(i)
        if kind in (Kind.NUMBER, Kind.STRING, Kind.MALFORMED):
            if kind is Kind.NUMBER and word.isdigit() and source.word(i + 1) == "'" and source.word(i + 2) == "(":
                i += 1
            return Expression("number", i, i, name=word), i + 1
        if kind in (Kind.NAME, Kind.SYSTEM, Kind.MACRO):
            return self.postfix(i)
        if word == "(":
            close = source.partner.get(i, -1)
            if 0 < close < self.stop:
                inner, after = self.binary(i + 1, 1)
                operands = [inner] if after == close else [Expression("unknown", i + 1, close - 1, [inner])]
                return Expression("group", i, close, operands), close + 1
        if word in ("{", "'{"):
            close = source.partner.get(i, -1)
            if 0 < close < self.stop:
                return self.concatenation(i, close)
        return Expression("unknown", i, i), i + 1

    def postfix(self, i: int) -> tuple[Expression, int]:
        source, start = self.source, i
        while source.word(i + 1) in (".", "::") and source.kind(i + 2) is Kind.NAME and i + 2 < self.stop:
            i += 2
        tree = Expression("name", start, i, name=source.word(start) if i == start else source.slice(start, i))
        i += 1
        if source.word(i) == "(" and i < self.stop:
            close = source.partner.get(i, -1)
            if 0 < close < self.stop:
                arguments = self.items(i + 1, close)
                return Expression("call", start, close, arguments, name=tree.name), close + 1
        while source.word(i) == "[" and i < self.stop:
            close = source.partner.get(i, -1)
            if close < 0 or close >= self.stop:
                break
            inner, after = self.binary(i + 1, 1)
            operands, operator = [tree, inner], ""
            if source.word(after) in (":", "+:", "-:"):
                operator = source.word(after)
                right, _ = self.binary(after + 1, 1)
                operands.append(right)
            tree = Expression("select", start, close, operands, operator, tree.name)
            i = close + 1
        return tree, i

    def items(self, i: int, close: int) -> list[Expression]:
        out = []
        while i < close:
            tree, after = self.binary(i, 1)
            while after < close and self.source.word(after) != ",":
                after = self.source.skip(after)
                tree = Expression("unknown", i, after - 1, [tree])
            out.append(tree)
            i = max(after + 1, i + 1)
        return out

    def concatenation(self, i: int, close: int) -> tuple[Expression, int]:
        count, after = self.binary(i + 1, 1)
        if self.source.word(after) == "{" and self.source.partner.get(after) == close - 1:
            inner = Expression("concat", after, close - 1, self.items(after + 1, close - 1))
            return Expression("replicate", i, close, [count, inner]), close + 1
        return Expression("concat", i, close, self.items(i + 1, close)), close + 1


class Widths:
    """Natural widths within one module. ``unknown`` are names to be treated as not declared."""

    def __init__(self, source: Source, facts: ModuleFacts, unknown: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.facts = facts
        self.unknown = unknown

    def fact(self, name: str) -> Fact | None:
        return None if name in self.unknown else self.facts.names.get(name)

    def constant(self, tree: Expression) -> int | None:
        """The value of a constant expression of literals and parameters."""
        if tree.kind == "number":
            return literal_value(tree.name)[1]
        if tree.kind == "name":
            fact = self.fact(tree.name)
            return fact.value if fact else None
        if tree.kind == "group":
            return self.constant(tree.operands[0])
        if tree.kind == "call" and tree.name == "$clog2" and tree.operands:
            inner = self.constant(tree.operands[0])
            return None if inner is None else max(inner - 1, 0).bit_length()
        if tree.kind == "unary" and tree.operator in ("-", "+"):
            inner = self.constant(tree.operands[0])
            return None if inner is None else (-inner if tree.operator == "-" else inner)
        if tree.kind == "binary":
            left, right = (self.constant(t) for t in tree.operands)
            if left is None or right is None:
                return None
            return _calculate(tree.operator, left, right)
        return None

    def of(self, tree: Expression) -> Width:
        """Width, or nothing when an unknown name or syntax decides it."""
        match tree.kind:
            case "number":
                return self._number(tree)
            case "name":
                return self._name(tree)
            case "group":
                return self.of(tree.operands[0])
            case "unary":
                return self.of(tree.operands[0]) if tree.operator in ("+", "-", "~") else Width(1)
            case "binary":
                return self._binary(tree)
            case "ternary":
                return _wider(self.of(tree.operands[1]), self.of(tree.operands[2]))
            case "select":
                return self._select(tree)
            case "concat":
                parts = [self.of(t).bits for t in tree.operands]
                return NOTHING if None in parts else Width(sum(p for p in parts if p))
            case "replicate":
                count, inner = self.constant(tree.operands[0]), self.of(tree.operands[1]).bits
                return NOTHING if count is None or inner is None else Width(count * inner)
            case "call":
                return self._call(tree)
        return NOTHING

    def _number(self, tree: Expression) -> Width:
        size, value = literal_value(tree.name)
        if size is not None:
            return Width(size, value, "'s" in tree.name.lower())
        return Width(None, value)

    def _name(self, tree: Expression) -> Width:
        fact = self.fact(tree.name)
        if fact is None or fact.depth is not None:
            return NOTHING
        if fact.value is not None and not fact.sized:
            return Width(None, fact.value, fact.signed)
        if not fact.sized:
            return NOTHING
        return Width(fact.width, fact.value, fact.signed, (tree.name,))

    def _binary(self, tree: Expression) -> Width:
        if tree.operator in COMPARISONS or tree.operator in LOGICAL:
            return Width(1)
        left = self.of(tree.operands[0])
        if tree.operator in SHIFTS:
            value = self.constant(tree)
            return Width(None, value) if not left.known and value is not None else left
        right = self.of(tree.operands[1])
        if not left.known and not right.known:
            value = self.constant(tree)
            return Width(None, value) if value is not None else NOTHING
        return _wider(left, right)

    def _select(self, tree: Expression) -> Width:
        base = tree.operands[0]
        if tree.operator in ("+:", "-:"):
            return Width(self.constant(tree.operands[2]))
        if tree.operator == ":":
            high, low = self.constant(tree.operands[1]), self.constant(tree.operands[2])
            return NOTHING if high is None or low is None else Width(abs(high - low) + 1)
        if base.kind != "name":
            return Width(1)
        fact = self.fact(base.name)
        if fact is None:
            return NOTHING
        return Width(1) if fact.depth is None else Width(fact.width, None, fact.signed)

    def _call(self, tree: Expression) -> Width:
        if tree.name in ("$signed", "$unsigned") and tree.operands:
            inner = self.of(tree.operands[0])
            return Width(inner.bits, inner.value, tree.name == "$signed")
        fact = self.facts.functions.get(tree.name)
        return NOTHING if fact is None else Width(fact.width, None, fact.signed)


def _wider(left: Width, right: Width) -> Width:
    if left.known and right.known:
        assert left.bits is not None and right.bits is not None
        signed = left.signed and right.signed
        if left.bits == right.bits:
            return Width(left.bits, None, signed, left.names + right.names)
        wide = left if left.bits > right.bits else right
        return Width(wide.bits, None, signed, wide.names)
    if left.known or right.known:
        known, other = (left, right) if left.known else (right, left)
        # An unsized constant beside a vector does not widen what the designer had in mind.
        return Width(known.bits, None, known.signed, known.names) if other.value is not None else NOTHING
    if left.value is not None and right.value is not None:
        return Width(None, max(left.value, right.value))
    return NOTHING


def _calculate(operator: str, left: int, right: int) -> int | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left // right if right else None
        case "%":
            return left % right if right else None
        case "**":
            return left**right if 0 <= right <= 64 else None
        case "<<":
            return left << right if 0 <= right <= 64 else None
        case ">>":
            return left >> right if 0 <= right <= 64 else None
    return None
