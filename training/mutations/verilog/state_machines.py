"""Wrong transitions, missing cases and branches, and the latches that come of them."""

from __future__ import annotations

from random import Random

from training.mutation import Kind
from training.mutations.verilog._source import Node, Source, choose, mutation


def _cases(source: Source) -> list[Node]:
    return [n for n in source.statements if n.kind == "case" and n.children]


def _labels(source: Source, node: Node) -> list[str]:
    return [source.slice(*c.head) for c in node.children if c.head and source.text(c.first) != "default"]


def wrong_transition(source: Source, rng: Random) -> str | None:
    """A state machine goes to another of its states."""
    places: list[tuple[Node, str]] = []
    for case in _cases(source):
        labels = _labels(source, case)
        for node in case.walk():
            if node.kind == "leaf" and node.operator is not None:
                value = source.slice(node.operator + 1, node.last - 1)
                if value in labels and len(labels) > 1:
                    places += [(node, other) for other in labels if other != value]
    place = choose(rng, places)
    if place is None:
        return None
    node, other = place
    assert node.operator is not None
    return source.replaced(node.operator + 1, node.last - 1, other)


def missing_transition(source: Source, rng: Random) -> str | None:
    """A state that is never left that way."""
    places = []
    for case in _cases(source):
        labels = _labels(source, case)
        places += [
            n
            for n in case.walk()
            if n.kind == "leaf" and n.operator is not None and source.slice(n.operator + 1, n.last - 1) in labels
        ]
    node = choose(rng, places)
    return None if node is None else source.dropped(node)


def missing_case_item(source: Source, rng: Random) -> str | None:
    node = choose(rng, [n for n in _cases(source) if len(n.children) > 2])
    if node is None:
        return None
    item = choose(rng, [c for c in node.children if source.text(c.first) != "default"])
    return None if item is None else source.without(item.first, item.last)


def missing_default(source: Source, rng: Random) -> str | None:
    items = [c for n in _cases(source) for c in n.children if source.text(c.first) == "default"]
    item = choose(rng, items)
    return None if item is None else source.without(item.first, item.last)


def missing_case_and_default(source: Source, rng: Random) -> str | None:
    """A case neither listed nor caught: a latch where the process is combinational."""
    node = choose(
        rng,
        [
            n
            for n in _cases(source)
            if any(source.text(c.first) == "default" for c in n.children) and len(n.children) > 2
        ],
    )
    if node is None:
        return None
    default = next(c for c in node.children if source.text(c.first) == "default")
    item = rng.choice([c for c in node.children if c is not default])
    return source.edited([(default.first, default.last, ""), (item.first, item.last, "")])


def missing_else(source: Source, rng: Random) -> str | None:
    places = [n for n in source.statements if n.kind == "if" and len(n.children) == 2 and n not in source.resets]
    node = choose(rng, places)
    if node is None:
        return None
    return source.code[: source.tokens[node.children[0].last].end] + source.code[source.tokens[node.last].end :]


def missing_default_assignment(source: Source, rng: Random) -> str | None:
    """The value given before the conditions of a combinational process forgotten: a latch."""
    places = []
    for procedure in source.combinational:
        block = next((n for n in procedure.walk() if n.kind == "block"), None)
        if block is None:
            continue
        for at, inner in enumerate(block.children):
            if inner.kind == "leaf" and inner.operator is not None and at + 1 < len(block.children):
                places.append(inner)
    node = choose(rng, places)
    return None if node is None else source.dropped(node)


def swapped_branches(source: Source, rng: Random) -> str | None:
    places = [
        n
        for n in source.statements
        if n.kind == "if" and len(n.children) == 2 and n.children[1].kind != "if" and n not in source.resets
    ]
    node = choose(rng, places)
    if node is None:
        return None
    one, two = node.children
    return source.exchanged((one.first, one.last), (two.first, two.last))


def if_for_else_if(source: Source, rng: Random) -> str | None:
    """``else`` lost between two conditions: both may act."""
    places = [at for at in source.indices("else") if source.text(at + 1) == "if"]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at + 1, "if")


def copied_case_body(source: Source, rng: Random) -> str | None:
    """The statements of one case copied to another."""
    node = choose(rng, [n for n in _cases(source) if len(n.children) > 1])
    if node is None:
        return None
    one, two = rng.sample(node.children, 2)
    body, other = one.children[0], two.children[0]
    return source.replaced(other.first, other.last, source.slice(body.first, body.last))


def wrong_encoding(source: Source, rng: Random) -> str | None:
    """Two states with the same code."""
    values = [
        d
        for d in source.declared
        if d.kind.startswith("localparam") and source.text(d.token + 1) == "=" and "'" in source.text(d.token + 2)
    ]
    if len(values) < 2:
        return None
    one, two = rng.sample(values, 2)
    return source.replaced(one.token + 2, one.token + 2, source.text(two.token + 2))


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        wrong_transition,
        missing_transition,
        missing_case_item,
        missing_default,
        missing_case_and_default,
        missing_else,
        missing_default_assignment,
        swapped_branches,
        if_for_else_if,
        copied_case_body,
        wrong_encoding,
    )
)
