"""Lost enables, stale or doubled updates, statements in the wrong place, ports connected crosswise."""

from __future__ import annotations

from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import Node, Source, choose, mutation


def _working(source: Source) -> list[Node]:
    """Assignments outside the reset."""
    return [a for a in source.assignments if not source.in_reset(a)]


def missing_enable(source: Source, rng: Random) -> str | None:
    """A condition without ``else`` forgotten: the statement always acts."""
    places = [n for n in source.statements if n.kind == "if" and len(n.children) == 1]
    node = choose(rng, places)
    if node is None:
        return None
    body = node.children[0]
    return source.replaced(node.first, node.last, source.slice(body.first, body.last))


def stale_update(source: Source, rng: Random) -> str | None:
    """``ptr <= ptr + 1`` become ``ptr <= ptr``."""
    places = []
    for node in _working(source):
        assert node.operator is not None
        target = source.slice(node.first, node.operator - 1)
        value = list(range(node.operator + 1, node.last))
        if len(value) > 2 and target in (source.text(k) for k in value):
            places.append((node, target))
    place = choose(rng, places)
    if place is None:
        return None
    node, target = place
    assert node.operator is not None
    return source.replaced(node.operator + 1, node.last - 1, target)


def missing_update(source: Source, rng: Random) -> str | None:
    node = choose(rng, _working(source))
    return None if node is None else source.dropped(node)


def missing_continuous_assignment(source: Source, rng: Random) -> str | None:
    node = choose(rng, source.continuous)
    return None if node is None else source.without(node.first, node.last)


def doubled_update(source: Source, rng: Random) -> str | None:
    """The same assignment once more after the condition."""
    inner = [n for n in source.statements if n.kind == "if" and n not in source.resets]
    places = []
    for node in inner:
        above = source.parent(node)
        if above is not None and above.kind == "block":
            places += [(node, leaf) for leaf in node.walk() if leaf.kind == "leaf" and leaf.operator is not None]
    place = choose(rng, places)
    if place is None:
        return None
    node, leaf = place
    return source.followed(node, source.slice(leaf.first, leaf.last))


def swapped_statements(source: Source, rng: Random) -> str | None:
    """Two neighbours in the wrong order: the last assignment wins."""
    places = []
    for node in source.statements:
        if node.kind == "block":
            places += list(zip(node.children, node.children[1:], strict=False))
    place = choose(rng, places)
    if place is None:
        return None
    one, two = place
    return source.exchanged((one.first, one.last), (two.first, two.last))


def update_outside_condition(source: Source, rng: Random) -> str | None:
    """A statement slipped out of its block."""
    places = []
    for node in source.statements:
        if node.kind == "if" and node.children[0].kind == "block" and len(node.children[0].children) > 1:
            above = source.parent(node)
            if above is not None and above.kind == "block":
                places.append((node, node.children[0].children[-1]))
    place = choose(rng, places)
    if place is None:
        return None
    node, leaf = place
    moved = source.followed(node, source.slice(leaf.first, leaf.last))
    return moved[: source.tokens[leaf.first].start] + moved[source.tokens[leaf.last].end :]


def copied_target(source: Source, rng: Random) -> str | None:
    """Copy and paste: the value of one assignment given to another target of the same process."""
    places = _working(source)
    node = choose(rng, places)
    if node is None or node.operator is None:
        return None
    targets = {source.slice(n.first, n.operator - 1) for n in places if n.operator is not None}
    other = choose(rng, sorted(targets - {source.slice(node.first, node.operator - 1)}))
    return None if other is None else source.replaced(node.first, node.operator - 1, other)


def twin_signal(source: Source, rng: Random) -> str | None:
    """``wr_ptr`` for ``rd_ptr``: a signal of the same kind whose name differs in one word."""
    names = {d.name: d for d in source.signals}
    places = []
    for at in source.behaviour:
        mine = names.get(source.text(at))
        if mine is not None and source.text(at - 1) != ".":
            places += [
                (at, o) for o in names if o != mine.name and names[o].width == mine.width and _twins(mine.name, o)
            ]
    place = choose(rng, places)
    return None if place is None else source.replaced(place[0], place[0], place[1])


def _twins(one: str, two: str) -> bool:
    if one[:-1] == two[:-1]:
        return True
    left, right = one.split("_"), two.split("_")
    return len(left) == len(right) > 1 and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def crossed_ports(source: Source, rng: Random) -> str | None:
    """Two connections of an instance exchanged."""
    places = []
    for item in source.items:
        named = [
            at
            for at in range(item.first, item.last)
            if source.text(at) == "." and source.tokens[at + 1].kind is TokenKind.NAME and source.text(at + 2) == "("
        ]
        if len(named) > 1:
            places.append(named)
    named_ports = choose(rng, places)
    if named_ports is None:
        return None
    one, two = sorted(rng.sample(named_ports, 2))
    spans = [(at + 3, source.closing(at + 2) - 1) for at in (one, two)]
    if any(first > last for first, last in spans):
        return None
    return source.exchanged(*spans)


def dropped_connection(source: Source, rng: Random) -> str | None:
    places = []
    for item in source.items:
        for at in range(item.first, item.last):
            if source.text(at) == "." and source.text(at + 2) == "(":
                places.append((at + 3, source.closing(at + 2) - 1))
    place = choose(rng, [p for p in places if p[0] <= p[1]])
    return None if place is None else source.edited([(*place, "")])


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        missing_enable,
        stale_update,
        missing_update,
        missing_continuous_assignment,
        doubled_update,
        swapped_statements,
        update_outside_condition,
        copied_target,
        twin_signal,
        crossed_ports,
        dropped_connection,
    )
)
