"""Numbers that are slightly wrong: limits off by one, one bit flipped, another radix, a literal too narrow."""

from __future__ import annotations

import re
from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import Source, choose, mutation

_COMPARISONS = ("==", "!=", "<", ">", "<=", ">=")
_SIZED = re.compile(r"(\d*)'([sS]?)([bodhBODH])([0-9a-fA-F_]+)")
_BASES = {"b": 2, "o": 8, "d": 10, "h": 16}


def _value(literal: str) -> int | None:
    if literal.isdigit():
        return int(literal)
    match = _SIZED.fullmatch(literal)
    try:
        return int(match[4].replace("_", ""), _BASES[match[3].lower()]) if match else None
    except ValueError:
        return None


def _written(like: str, value: int) -> str:
    """``value`` in the size and radix of another literal."""
    match = _SIZED.fullmatch(like)
    if match is None:
        return str(max(0, value))
    value %= 1 << int(match[1] or 32)
    base = match[3].lower()
    digits = (
        f"{value:0{len(match[4])}b}"
        if base == "b"
        else f"{value:0{len(match[4])}x}"
        if base == "h"
        else f"{value:o}"
        if base == "o"
        else str(value)
    )
    return f"{match[1]}'{match[2]}{match[3]}{digits}"


def _literals(source: Source) -> list[int]:
    return [
        at
        for at in source.behaviour
        if source.tokens[at].kind is TokenKind.LITERAL and _value(source.text(at)) is not None
    ]


def _compared(source: Source) -> list[int]:
    found = []
    for at in _literals(source):
        around = {source.text(at - 1), source.text(at + 1)}
        beside = [k for k in (at - 1, at + 1) if source.text(k) in _COMPARISONS and k not in source.assigning]
        if beside and around:
            found.append(at)
    return found


def limit_off_by_one(source: Source, rng: Random) -> str | None:
    """A compared number one too large or too small."""
    at = choose(rng, _compared(source))
    if at is None:
        return None
    value = _value(source.text(at)) or 0
    return source.replaced(at, at, _written(source.text(at), value + rng.choice([1, -1] if value else [1])))


def missing_less_one(source: Source, rng: Random) -> str | None:
    """``count == LIMIT`` where ``LIMIT - 1`` is meant."""
    places = [
        at
        for at in source.behaviour
        if source.text(at) == "-"
        and source.text(at + 1) == "1"
        and source.text(at + 2) not in (":",)
        and source.tokens[at - 1].kind is TokenKind.NAME
    ]
    at = choose(rng, places)
    return None if at is None else source.code[: source.tokens[at - 1].end] + source.code[source.tokens[at + 1].end :]


def extra_less_one(source: Source, rng: Random) -> str | None:
    """``LIMIT - 1`` where ``LIMIT`` is meant."""
    constants = {d.name for d in source.declared if d.kind.startswith(("parameter", "localparam"))}
    places = [
        at
        for at in source.behaviour
        if source.text(at) in constants
        and source.text(at + 1) not in ("-", "+", ":", "{", "=", "'")
        and source.text(at - 1) in _COMPARISONS
        and at - 1 not in source.assigning
    ]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, f"{source.text(at)} {rng.choice('-+')} 1")


def parameter_off_by_one(source: Source, rng: Random) -> str | None:
    places = [
        d.token + 2
        for d in source.declared
        if d.kind.startswith(("parameter", "localparam"))
        and source.text(d.token + 1) == "="
        and _value(source.text(d.token + 2)) is not None
    ]
    at = choose(rng, places)
    if at is None:
        return None
    value = _value(source.text(at)) or 0
    return source.replaced(at, at, _written(source.text(at), value + rng.choice([1, -1] if value else [1])))


def flipped_bit(source: Source, rng: Random) -> str | None:
    """One bit of a constant wrong."""
    at = choose(rng, [k for k in _literals(source) if _SIZED.fullmatch(source.text(k))])
    if at is None:
        return None
    match = _SIZED.fullmatch(source.text(at))
    assert match is not None
    bits = int(match[1] or 8)
    value = (_value(source.text(at)) or 0) ^ 1 << rng.randrange(max(1, min(bits, 64)))
    return source.replaced(at, at, _written(source.text(at), value))


def wrong_radix(source: Source, rng: Random) -> str | None:
    """``8'h10`` read as ``8'd10``."""
    places = []
    for k in _literals(source):
        match = _SIZED.fullmatch(source.text(k))
        if match and match[4].isdigit() and len(match[4].lstrip("0")) > 1:
            places.append(k)
    at = choose(rng, places)
    if at is None:
        return None
    text = source.text(at)
    base = text[text.index("'") + 1].lower()
    others = {"d": "h", "h": "d", "b": "d" if rng.random() < 0.5 else "h", "o": "d"}
    return source.replaced(at, at, text.replace(f"'{base}", f"'{others.get(base, 'd')}", 1))


def narrow_literal(source: Source, rng: Random) -> str | None:
    """A size too small for its value: the upper bits are lost."""
    places = []
    for at in _literals(source):
        match = _SIZED.fullmatch(source.text(at))
        value = _value(source.text(at))
        if match and match[1] and value and value.bit_length() > 1:
            places.append((at, value))
    place = choose(rng, places)
    if place is None:
        return None
    at, value = place
    text = source.text(at)
    return source.replaced(at, at, f"{rng.randrange(1, value.bit_length())}{text[text.index(chr(39)) :]}")


def step_of_two(source: Source, rng: Random) -> str | None:
    """``+ 1`` become ``+ 2``."""
    places = [
        at
        for at in _literals(source)
        if source.text(at - 1) in ("+", "-") and _value(source.text(at)) == 1 and source.text(at + 1) == ";"
    ]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, "2" if source.text(at) == "1" else "2'd2")


def constant_for_expression(source: Source, rng: Random) -> str | None:
    """A right-hand side left at a constant."""
    node = choose(
        rng,
        [n for n in (*source.assignments, *source.continuous) if n.operator is not None and n.last - n.operator > 2],
    )
    if node is None or node.operator is None:
        return None
    return source.replaced(node.operator + 1, node.last - 1, rng.choice(["0", "1'b0", "1'b1"]))


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        limit_off_by_one,
        missing_less_one,
        extra_less_one,
        parameter_off_by_one,
        flipped_bit,
        wrong_radix,
        narrow_literal,
        step_of_two,
        constant_for_expression,
    )
)
