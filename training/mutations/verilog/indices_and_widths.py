"""Wrong bits, ranges and widths, lost signs, and one signal in the place of another."""

from __future__ import annotations

import re
from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import Declared, Source, choose, mutation

_TOP = re.compile(r"\[\s*(\d+)\s*:\s*0\s*\]")


def _selects(source: Source) -> list[int]:
    """Opening brackets of selects."""
    return [at for at in source.behaviour if source.text(at) == "[" and source.tokens[at - 1].kind is TokenKind.NAME]


def wrong_bit_select(source: Source, rng: Random) -> str | None:
    places = [at + 1 for at in _selects(source) if source.text(at + 1).isdigit() and source.text(at + 2) == "]"]
    at = choose(rng, places)
    if at is None:
        return None
    value = int(source.text(at))
    return source.replaced(at, at, str(value + rng.choice([1, -1] if value else [1])))


def wrong_part_select(source: Source, rng: Random) -> str | None:
    """One end of a part select off by one."""
    places = []
    for bracket in _selects(source):
        for k in range(bracket + 1, source.closing(bracket)):
            beside = source.text(k - 1) in ("[", ":") or source.text(k + 1) in ("]", ":")
            if (
                source.text(k).isdigit()
                and beside
                and ":" in (source.text(j) for j in range(bracket, source.closing(bracket)))
            ):
                places.append(k)
    at = choose(rng, places)
    if at is None:
        return None
    value = int(source.text(at))
    return source.replaced(at, at, str(value + rng.choice([1, -1] if value else [1])))


def dropped_select(source: Source, rng: Random) -> str | None:
    at = choose(rng, _selects(source))
    return None if at is None else source.edited([(at, source.closing(at), "")])


def index_off_by_one(source: Source, rng: Random) -> str | None:
    """A variable index one beside the right one."""
    places = [
        at
        for at in _selects(source)
        if source.tokens[at + 1].kind is TokenKind.NAME and source.text(at + 2) in ("]", "+", "-")
    ]
    at = choose(rng, places)
    if at is None:
        return None
    close = source.closing(at)
    if close == at + 2:
        return source.replaced(at + 1, at + 1, f"{source.text(at + 1)} {rng.choice('+-')} 1")
    return source.replaced(at + 2, at + 2, "-" if source.text(at + 2) == "+" else "+")


def _with_range(source: Source) -> list[tuple[Declared, int]]:
    """Declared signals with the opening bracket of their range."""
    found = []
    for signal in source.signals:
        at = next((k for k in range(signal.first, signal.token) if source.text(k) == "["), None)
        if at is not None and signal.width:
            found.append((signal, at))
    return found


def narrow_declaration(source: Source, rng: Random) -> str | None:
    """One bit too few in a declaration."""
    place = choose(rng, _with_range(source))
    if place is None:
        return None
    _, at = place
    close = source.closing(at)
    top = _TOP.fullmatch(source.slice(at, close))
    if top:
        return source.replaced(at, close, f"[{max(0, int(top[1]) - 1)}:0]") if int(top[1]) else None
    text = source.slice(at, close)
    if re.search(r"-\s*1\s*:", text):
        return source.replaced(at, close, re.sub(r"-\s*1\s*:", "-2:", text, count=1))
    return source.replaced(at, close, re.sub(r"\s*:", "-1:", text, count=1))


def wide_declaration(source: Source, rng: Random) -> str | None:
    """``[WIDTH:0]`` for ``[WIDTH-1:0]``."""
    place = choose(rng, _with_range(source))
    if place is None:
        return None
    _, at = place
    close = source.closing(at)
    text = source.slice(at, close)
    top = _TOP.fullmatch(text)
    return source.replaced(at, close, f"[{int(top[1]) + 1}:0]" if top else re.sub(r"\s*-\s*1\s*:", ":", text, count=1))


def missing_range(source: Source, rng: Random) -> str | None:
    """A vector declared as a single bit."""
    place = choose(rng, _with_range(source))
    if place is None:
        return None
    _, at = place
    close = source.closing(at)
    return source.code[: source.tokens[at].start] + source.code[source.tokens[close].end :].lstrip(" ")


def reversed_range(source: Source, rng: Random) -> str | None:
    """``[0:7]`` for ``[7:0]``."""
    place = choose(rng, _with_range(source))
    if place is None:
        return None
    _, at = place
    close = source.closing(at)
    left, colon, right = source.slice(at, close)[1:-1].partition(":")
    return source.replaced(at, close, f"[{right.strip()}:{left.strip()}]") if colon else None


def small_memory(source: Source, rng: Random) -> str | None:
    """A memory with a word too few, or with half of them."""
    places = []
    for signal in source.signals:
        at = signal.token + 1
        if source.text(at) == "[" and source.text(at + 1) == "0" and source.text(at + 2) == ":":
            places.append((at + 3, source.closing(at) - 1))
    place = choose(rng, places)
    if place is None:
        return None
    text = source.slice(*place)
    if text.isdigit():
        return source.replaced(*place, str(rng.choice([int(text) // 2, max(0, int(text) - 1)])))
    return source.replaced(*place, f"{text}-1")


def lost_sign(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("signed", "$signed"))
    if at is None:
        return None
    return source.replaced(at, at, "$unsigned") if source.text(at) == "$signed" else source.without(at, at)


def swapped_concatenation(source: Source, rng: Random) -> str | None:
    """The first two parts of a concatenation in the wrong order."""
    places = []
    for at in source.behaviour:
        if source.text(at) != "{":
            continue
        comma = source.next_of(at + 1, ",", "}")
        end = source.next_of(comma + 1, ",", "}")
        if source.text(comma) == "," and source.text(end):
            places.append((at + 1, comma, end - 1))
    place = choose(rng, places)
    if place is None:
        return None
    first, comma, last = place
    return source.replaced(first, last, f"{source.slice(comma + 1, last)}, {source.slice(first, comma - 1)}")


def wrong_signal(source: Source, rng: Random) -> str | None:
    """Another declared signal of the same width read or written."""
    by_name = {d.name: d for d in source.signals}
    places = [at for at in source.behaviour if source.text(at) in by_name and source.text(at - 1) != "."]
    at = choose(rng, places)
    if at is None:
        return None
    width = by_name[source.text(at)].width
    others = [d.name for d in source.signals if d.width == width and d.name != source.text(at)]
    other = choose(rng, list(dict.fromkeys(others)))
    return None if other is None else source.replaced(at, at, other)


def signal_for_any(source: Source, rng: Random) -> str | None:
    """A signal of another width in its place."""
    names = {d.name for d in source.signals}
    at = choose(rng, [k for k in source.behaviour if source.text(k) in names and source.text(k - 1) != "."])
    if at is None:
        return None
    other = choose(rng, sorted(names - {source.text(at)}))
    return None if other is None else source.replaced(at, at, other)


def swapped_case_labels(source: Source, rng: Random) -> str | None:
    cases = [n for n in source.statements if n.kind == "case" and len(n.children) > 2]
    node = choose(rng, cases)
    if node is None:
        return None
    items = [c for c in node.children if c.head and source.text(c.first) != "default"]
    if len(items) < 2:
        return None
    one, two = rng.sample(items, 2)
    assert one.head and two.head
    return source.exchanged(one.head, two.head)


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        wrong_bit_select,
        wrong_part_select,
        dropped_select,
        index_off_by_one,
        narrow_declaration,
        wide_declaration,
        missing_range,
        reversed_range,
        small_memory,
        lost_sign,
        swapped_concatenation,
        wrong_signal,
        signal_for_any,
        swapped_case_labels,
    )
)
