"""Wrong clock edges, resets of the wrong polarity or value, missing resets, blocking and non-blocking mixed up."""

from __future__ import annotations

from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import Node, Source, choose, mutation


def _head(node: Node) -> tuple[int, int]:
    head = node.children[0].head
    return head if head is not None else (node.first, node.first)


def wrong_clock_edge(source: Source, rng: Random) -> str | None:
    node = choose(rng, source.clocked)
    if node is None:
        return None
    at = next((k for k in range(*_head(node)) if source.text(k) in ("posedge", "negedge")), None)
    return None if at is None else source.replaced(at, at, "negedge" if source.text(at) == "posedge" else "posedge")


def wrong_reset_edge(source: Source, rng: Random) -> str | None:
    """The sensitivity list waits for the other edge of the asynchronous reset."""
    places = []
    for node in source.clocked:
        edges = [k for k in range(*_head(node)) if source.text(k) in ("posedge", "negedge")]
        places += edges[1:]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, "negedge" if source.text(at) == "posedge" else "posedge")


def reset_polarity(source: Source, rng: Random) -> str | None:
    node = choose(rng, source.resets)
    if node is None or node.head is None:
        return None
    first, last = node.head[0] + 1, node.head[1] - 1
    inner = source.slice(first, last)
    if inner.startswith(("!", "~")):
        return source.replaced(first, last, inner[1:].strip())
    for one, other in (("1'b1", "1'b0"), ("1'b0", "1'b1")):
        if one in inner:
            return source.replaced(first, last, inner.replace(one, other))
    return source.replaced(first, last, f"!{inner}" if inner.isidentifier() else f"!({inner})")


def missing_reset_assignment(source: Source, rng: Random) -> str | None:
    """One register is not reset."""
    node = choose(rng, [a for a in source.assignments if source.in_reset(a)])
    return None if node is None else source.dropped(node)


def wrong_reset_value(source: Source, rng: Random) -> str | None:
    places = []
    for node in source.assignments:
        if source.in_reset(node) and node.operator is not None:
            places += [k for k in range(node.operator + 1, node.last) if source.tokens[k].kind is TokenKind.LITERAL]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, _other_value(source.text(at), rng))


def _other_value(literal: str, rng: Random) -> str:
    size, quote, digits = literal.partition("'")
    if not quote:
        return str(int(literal) + 1) if literal.isdigit() else literal
    base = digits[:1].lower()
    if base in ("0", "1"):
        return "'1" if base == "0" else "'0"
    ones = {"b": "1", "h": "f", "d": "1", "o": "7"}[base]
    body = digits[1:].replace("_", "")
    if int(size or 32) == 1:
        return f"{size}'{digits[:1]}{'0' if body.strip('0') else '1'}"
    if set(body) <= {"0"}:
        return (
            f"{size}'{digits[:1]}{'0' * (len(body) - 1)}1"
            if rng.random() < 0.5 or base == "d"
            else f"{size}'{digits[:1]}{ones * len(body)}"
        )
    return f"{size}'{digits[:1]}{'0' * len(body)}"


def asynchronous_reset_lost(source: Source, rng: Random) -> str | None:
    """The reset left out of the sensitivity list."""
    places = []
    for node in source.clocked:
        first, last = _head(node)
        cut = next((k for k in range(first, last) if source.text(k) in ("or", ",")), None)
        if cut is not None:
            places.append((cut, last - 1))
    place = choose(rng, places)
    return None if place is None else source.edited([(place[0], place[1], "")])


def level_in_edge_list(source: Source, rng: Random) -> str | None:
    """``always @(posedge clk or reset)``: the edge of the reset forgotten."""
    places = []
    for node in source.clocked:
        edges = [k for k in range(*_head(node)) if source.text(k) in ("posedge", "negedge")]
        places += edges[1:]
    at = choose(rng, places)
    return None if at is None else source.edited([(at, at, "")])


def reset_removed(source: Source, rng: Random) -> str | None:
    """Only the other branch of the reset is left."""
    node = choose(rng, [r for r in source.resets if len(r.children) == 2])
    if node is None:
        return None
    other = node.children[1]
    return source.replaced(node.first, node.last, source.slice(other.first, other.last))


def swapped_reset_branches(source: Source, rng: Random) -> str | None:
    node = choose(rng, [r for r in source.resets if len(r.children) == 2 and r.children[1].kind != "if"])
    if node is None:
        return None
    one, two = node.children
    return source.exchanged((one.first, one.last), (two.first, two.last))


def blocking_in_clocked(source: Source, rng: Random) -> str | None:
    """``=`` for ``<=`` in one place of a clocked process, or in all of one process."""
    node = choose(rng, source.clocked)
    if node is None:
        return None
    places = [
        n.operator
        for n in node.walk()
        if n.kind == "leaf" and n.operator is not None and source.text(n.operator) == "<="
    ]
    if not places:
        return None
    taken = places if rng.random() < 0.5 else [rng.choice(places)]
    return source.edited([(at, at, "=") for at in taken])


def nonblocking_in_combinational(source: Source, rng: Random) -> str | None:
    node = choose(rng, source.combinational)
    if node is None:
        return None
    places = [
        n.operator
        for n in node.walk()
        if n.kind == "leaf" and n.operator is not None and source.text(n.operator) == "="
    ]
    if not places:
        return None
    taken = places if rng.random() < 0.5 else [rng.choice(places)]
    return source.edited([(at, at, "<=") for at in taken])


def incomplete_sensitivity(source: Source, rng: Random) -> str | None:
    """``@(*)`` written out by hand, with a signal forgotten."""
    signals = {d.name for d in source.signals}
    places = []
    for node in source.combinational:
        timing = node.children[0]
        if source.text(node.first) == "always" and timing.kind == "timing" and timing.head:
            written = {
                source.text(k)
                for n in node.walk()
                if n.kind == "leaf" and n.operator
                for k in range(n.first, n.operator)
            }
            read = [
                n
                for n in dict.fromkeys(source.names_in(timing.head[1] + 1, node.last))
                if n in signals and n not in written
            ]
            if len(read) > 1:
                places.append((timing.head, read))
    place = choose(rng, places)
    if place is None:
        return None
    head, read = place
    read = list(read)
    read.remove(rng.choice(read))
    return source.replaced(*head, f"({rng.choice([' or ', ', ']).join(read)})")


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        wrong_clock_edge,
        wrong_reset_edge,
        reset_polarity,
        missing_reset_assignment,
        wrong_reset_value,
        asynchronous_reset_lost,
        level_in_edge_list,
        reset_removed,
        swapped_reset_branches,
        blocking_in_clocked,
        nonblocking_in_combinational,
        incomplete_sensitivity,
    )
)
