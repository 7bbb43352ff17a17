"""Circuits that cannot be: several drivers, loops without a flip-flop, delays and initial values, code that is no hardware."""

from __future__ import annotations

from random import Random

from training.mutation import Kind
from training.mutations.verilog._source import Node, Source, choose, mutation


def _end_of_module(source: Source) -> int | None:
    """Offset of the last ``endmodule``."""
    ends = source.indices("endmodule")
    return source.tokens[ends[-1]].start if ends else None


def _appended(source: Source, text: str) -> str | None:
    end = _end_of_module(source)
    return None if end is None else f"{source.code[:end]}{text}\n\n{source.code[end:]}"


def _targets(source: Source, nodes: list[Node]) -> list[str]:
    found = [source.text(n.first + (source.text(n.first) == "assign")) for n in nodes]
    names = {d.name for d in source.signals}
    return [t for t in dict.fromkeys(found) if t in names]


def second_driver(source: Source, rng: Random) -> str | None:
    """A signal that another process or assignment drives already."""
    register = choose(rng, _targets(source, source.assignments))
    wire = choose(rng, _targets(source, source.continuous))
    indent = source.indent_of(source.items[-1].first) if source.items else "  "
    if register is not None and (wire is None or rng.random() < 0.7):
        clock = next((source.slice(*n.children[0].head) for n in source.clocked if n.children[0].head), None)
        if clock is None or rng.random() < 0.3:
            return _appended(source, f"\n{indent}assign {register} = 0;")
        return _appended(source, f"\n{indent}always @{clock}\n{indent}{indent}{register} <= 0;")
    return None if wire is None else _appended(source, f"\n{indent}assign {wire} = 1'b0;")


def combinational_loop(source: Source, rng: Random) -> str | None:
    """An assignment that reads its own result."""
    nodes = [n for n in source.continuous if n.operator is not None]
    for procedure in source.combinational:
        nodes += [n for n in procedure.walk() if n.kind == "leaf" and n.operator is not None]
    node = choose(rng, nodes)
    if node is None or node.operator is None:
        return None
    first = node.first + (source.text(node.first) == "assign")
    target = source.slice(first, node.operator - 1)
    if target.startswith("{"):
        return None
    value = source.slice(node.operator + 1, node.last - 1)
    return source.replaced(
        node.operator + 1, node.last - 1, rng.choice([f"{target} ^ ({value})", f"({value}) + {target}", f"~{target}"])
    )


def clocked_become_combinational(source: Source, rng: Random) -> str | None:
    """``always @(*)`` for a clocked process: a counter without a clock never comes to rest."""
    node = choose(rng, [n for n in source.clocked if source.text(n.first) == "always" and n.children[0].head])
    if node is None:
        return None
    head = node.children[0].head
    assert head is not None
    return source.replaced(*head, "(*)" if source.text(head[0]) == "(" else "*")


def endless_loop(source: Source, rng: Random) -> str | None:
    """A loop whose variable is not advanced, or runs the wrong way."""
    places = []
    for node in source.statements:
        if node.kind == "loop" and source.text(node.first) == "for" and node.head:
            steps = [k for k in range(*node.head) if source.text(k) in ("+", "-") and source.text(k + 1) == "1"]
            if steps:
                places.append(steps[-1])
    at = choose(rng, places)
    if at is None:
        return None
    if rng.random() < 0.5:
        return source.replaced(at, at, "-" if source.text(at) == "+" else "+")
    return source.replaced(at + 1, at + 1, "0")


def waiting_loop(source: Source, rng: Random) -> str | None:
    """``while`` for ``if``: in hardware nothing changes while it turns."""
    places = [n for n in source.statements if n.kind == "if" and len(n.children) == 1]
    node = choose(rng, places)
    return None if node is None else source.replaced(node.first, node.first, "while")


def delay_in_design(source: Source, rng: Random) -> str | None:
    node = choose(rng, [n for n in source.assignments if n.operator is not None])
    if node is None or node.operator is None:
        return None
    amount = rng.choice(["#1", "#1", "#2", "#5", "#10", "#100"])
    if rng.random() < 0.5:
        return source.replaced(node.operator, node.operator, f"{source.text(node.operator)} {amount}")
    return source.replaced(node.first, node.first, f"{amount} {source.text(node.first)}")


def initial_for_always(source: Source, rng: Random) -> str | None:
    node = choose(rng, source.procedures)
    if node is None or source.text(node.first) == "initial":
        return None
    return source.replaced(
        node.first, node.first, "initial" if source.text(node.first) != "always_comb" else "initial @(*)"
    )


def gated_clock(source: Source, rng: Random) -> str | None:
    """The enable put into the clock."""
    places = []
    for node in source.clocked:
        head = node.children[0].head
        conditions = [
            n
            for n in node.walk()
            if n.kind == "if" and n not in source.resets and n.head and n.head[1] - n.head[0] == 2
        ]
        if head and conditions:
            places.append((head, source.text(conditions[0].head[0] + 1) if conditions[0].head else ""))
    place = choose(rng, places)
    if place is None:
        return None
    head, enable = place
    at = next(k for k in range(*head) if source.text(k) in ("posedge", "negedge"))
    return source.replaced(at + 1, at + 1, f"({source.text(at + 1)} & {enable})")


def foreign_construct(source: Source, rng: Random) -> str | None:
    """Something that simulates at best: a wait, a file, a real number, a division by a signal."""
    node = choose(rng, source.assignments)
    if node is None:
        return None
    names = source.names_in(node.first, node.last) or ["0"]
    what = rng.choice(
        [
            f'$display("%h", {names[0]});',
            f"wait ({names[-1]});",
            f"@(posedge {names[-1]});",
            "$stop;",
            f"repeat ({names[-1]}) ;",
            f"force {names[0]} = 0;",
        ]
    )
    above = source.parent(node)
    if above is not None and above.kind == "block":
        return source.replaced(node.first, node.first, f"{what} {source.text(node.first)}")
    return source.replaced(node.first, node.last, f"begin {what} {source.slice(node.first, node.last)} end")


def both_edges(source: Source, rng: Random) -> str | None:
    """A flip-flop for both edges of the clock."""
    node = choose(rng, source.clocked)
    if node is None or not node.children[0].head:
        return None
    head = node.children[0].head
    at = next(k for k in range(*head) if source.text(k) in ("posedge", "negedge"))
    other = "negedge" if source.text(at) == "posedge" else "posedge"
    return source.replaced(at + 1, at + 1, f"{source.text(at + 1)} or {other} {source.text(at + 1)}")


def process_split(source: Source, rng: Random) -> str | None:
    """One register also assigned in another process."""
    if len(source.clocked) < 2:
        return None
    one, two = rng.sample(source.clocked, 2)
    leaf = choose(
        rng, [n for n in one.walk() if n.kind == "leaf" and n.operator is not None and not source.in_reset(n)]
    )
    into = choose(rng, [n for n in two.walk() if n.kind == "leaf" and n.operator is not None])
    if leaf is None or into is None:
        return None
    text = f"begin {source.slice(into.first, into.last)} {source.slice(leaf.first, leaf.last)} end"
    return source.replaced(into.first, into.last, text)


MUTATIONS = tuple(
    mutation(Kind.SEMANTIC, change)
    for change in (
        second_driver,
        combinational_loop,
        clocked_become_combinational,
        endless_loop,
        waiting_loop,
        delay_in_design,
        initial_for_always,
        gated_clock,
        foreign_construct,
        both_edges,
        process_split,
    )
)
