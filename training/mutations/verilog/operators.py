"""Wrong operators: one for its neighbour, lost negations, operands and arms in the wrong order."""

from __future__ import annotations

from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import Source, choose, mutation

_BINARY = frozenset("+ - * / % & | ^ && || == != < > <= >= << >> === !==".split())


def _swapped(source: Source, rng: Random, pairs: dict[str, str], *, binary: bool = True) -> str | None:
    places = [
        at
        for at in source.behaviour
        if source.text(at) in pairs and at not in source.assigning and (not binary or _is_binary(source, at))
    ]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, pairs[source.text(at)])


def _is_binary(source: Source, at: int) -> bool:
    """True when the operator stands between two operands."""
    before = source.tokens[at - 1] if at else None
    return before is not None and (before.kind in (TokenKind.NAME, TokenKind.LITERAL) or before.text in (")", "]", "}"))


def equal_for_unequal(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"==": "!=", "!=": "=="})


def inclusive_for_strict(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"<": "<=", ">": ">=", "<=": "<", ">=": ">"})


def equal_for_at_least(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {">=": "==", "==": ">=", "<": "!=", ">": "=="})


def less_for_greater(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"<": ">", ">": "<", ">=": "<=", "<=": ">="})


def plus_for_minus(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"+": "-", "-": "+"})


def logical_for_bitwise(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"&&": "&", "||": "|", "&": "&&", "|": "||"})


def and_for_or(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"&&": "||", "||": "&&", "&": "|", "|": "&"})


def or_for_xor(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"^": "|", "|": "^", "~^": "^"}, binary=False)


def wrong_shift_direction(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {"<<": ">>", ">>": "<<", "<<<": ">>>"})


def arithmetic_for_logical_shift(source: Source, rng: Random) -> str | None:
    return _swapped(source, rng, {">>": ">>>", ">>>": ">>"})


def dropped_negation(source: Source, rng: Random) -> str | None:
    places = [at for at in source.behaviour if source.text(at) in ("!", "~") and not _is_binary(source, at)]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, "")


def added_negation(source: Source, rng: Random) -> str | None:
    places = [
        at
        for first, last in source.conditions
        for at in range(first, last + 1)
        if source.tokens[at].kind is TokenKind.NAME
        and source.text(at - 1) in ("(", "&&", "||")
        and source.text(at + 1) in (")", "&&", "||")
    ]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, rng.choice("!~") + source.text(at))


def inverted_condition(source: Source, rng: Random) -> str | None:
    place = choose(rng, source.conditions)
    if place is None or place[0] > place[1]:
        return None
    inner = source.slice(*place)
    return source.replaced(*place, f"!{inner}" if inner.isidentifier() else f"!({inner})")


def dropped_reduction(source: Source, rng: Random) -> str | None:
    places = [
        at
        for at in source.behaviour
        if source.text(at) in ("&", "|", "^", "~|", "~&")
        and not _is_binary(source, at)
        and source.text(at + 1) not in ("", ")")
    ]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, rng.choice(["", "|" if source.text(at) != "|" else "&"]))


def _operand_before(source: Source, at: int) -> int | None:
    """First token of the simple operand that ends before ``at``."""
    token = source.tokens[at - 1]
    if token.kind in (TokenKind.NAME, TokenKind.LITERAL):
        return at - 1
    if token.text == "]":
        for first in range(at - 2, 0, -1):
            if source.text(first) == "[" and source.closing(first) == at - 1:
                return first - 1 if source.tokens[first - 1].kind is TokenKind.NAME else None
    return None


def _operand_after(source: Source, at: int) -> int | None:
    """Last token of the simple operand that begins after ``at``."""
    if at + 1 >= len(source.tokens) or source.tokens[at + 1].kind not in (TokenKind.NAME, TokenKind.LITERAL):
        return None
    return source.closing(at + 2) if source.text(at + 2) == "[" else at + 1


def simple_operands(source: Source, operators: frozenset[str]) -> list[tuple[int, int, int]]:
    """(first, operator, last) of binary operations on names, selects and literals, with nothing stronger beside them."""
    found = []
    for at in source.behaviour:
        if source.text(at) not in operators or at in source.assigning or not _is_binary(source, at):
            continue
        first, last = _operand_before(source, at), _operand_after(source, at)
        if first is None or last is None or source.text(last + 1) in ("(", "."):
            continue
        if source.text(first - 1) in _BINARY - source_assigning(source, first - 1) | {"!", "~", "'"}:
            continue
        if source.text(last + 1) not in _BINARY:
            found.append((first, at, last))
    return found


def source_assigning(source: Source, at: int) -> frozenset[str]:
    return frozenset({source.text(at)}) if at in source.assigning else frozenset()


def swapped_operands(source: Source, rng: Random) -> str | None:
    place = choose(rng, simple_operands(source, frozenset({"-", "<<", ">>", "<", ">", "/", "%", ">=", "<="})))
    if place is None:
        return None
    first, at, last = place
    return source.replaced(first, last, f"{source.slice(at + 1, last)} {source.text(at)} {source.slice(first, at - 1)}")


def swapped_ternary_arms(source: Source, rng: Random) -> str | None:
    places = []
    for at in source.behaviour:
        if source.text(at) != "?":
            continue
        colon = _colon(source, at)
        if colon is not None:
            end = source.next_of(colon + 1, ";", ")", ",", "}", ":", "]")
            places.append((at + 1, colon, end - 1))
    place = choose(rng, places)
    if place is None:
        return None
    first, colon, last = place
    return source.replaced(first, last, f"{source.slice(colon + 1, last)} : {source.slice(first, colon - 1)}")


def _colon(source: Source, question: int) -> int | None:
    at, depth = question + 1, 0
    while at < len(source.tokens) and source.text(at) not in (";", ")"):
        if source.text(at) == "?":
            depth += 1
        elif source.text(at) == ":":
            if depth == 0:
                return at
            depth -= 1
        at = source.closing(at) + 1 if source.text(at) in ("(", "[", "{") else at + 1
    return None


def dropped_term(source: Source, rng: Random) -> str | None:
    """One operand of ``&&`` or ``||`` forgotten."""
    places = []
    for at in source.behaviour:
        if source.text(at) not in ("&&", "||"):
            continue
        end = source.next_of(at + 1, "&&", "||", ")", ";", "?", "}", ",")
        places.append((at, end - 1))
    place = choose(rng, places)
    return None if place is None else source.without(*place)


def dropped_parentheses(source: Source, rng: Random) -> str | None:
    """Parentheses around an operation lost, so that it binds otherwise."""
    places = []
    for at in source.behaviour:
        if source.text(at) != "(" or (at and source.tokens[at - 1].kind is TokenKind.NAME):
            continue
        close = source.closing(at)
        beside = source.text(at - 1) in _BINARY | {"!", "~"} or source.text(close + 1) in _BINARY
        if beside and any(source.text(k) in _BINARY for k in range(at, close)):
            places.append((at, close))
    place = choose(rng, places)
    return None if place is None else source.edited([(place[0], place[0], ""), (place[1], place[1], "")])


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        equal_for_unequal,
        inclusive_for_strict,
        equal_for_at_least,
        less_for_greater,
        plus_for_minus,
        logical_for_bitwise,
        and_for_or,
        or_for_xor,
        wrong_shift_direction,
        arithmetic_for_logical_shift,
        dropped_negation,
        added_negation,
        inverted_condition,
        dropped_reduction,
        swapped_operands,
        swapped_ternary_arms,
        dropped_term,
        dropped_parentheses,
    )
)
