"""A connection to a port that the module does not have: the nearest one, by name and by what is left over."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.elaboration import ModuleFacts, facts_of
from assistant.repairs.verilog.expressions import Widths, parse_expression
from assistant.repairs.verilog.names import likeness
from assistant.repairs.verilog.outline import Connection, Instance, Module
from assistant.repairs.verilog.rule import Change, Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for instance in module.instances:
            definition = facts_of(view.context).get(instance.definition) or _outlined(view, instance.definition)
            if definition is None or not definition.ports:
                continue
            wrong = [c for c in instance.connections if c.port and c.port != "*" and c.port not in definition.ports]
            free = [p for p in definition.ports if all(c.port != p for c in instance.connections)]
            if wrong and not free:
                yield _superfluous(view, instance, wrong)
            if not wrong or not free:
                continue
            yield from _matched(view, module, instance, definition, wrong, free)


def _superfluous(view: View, instance: Instance, wrong: list[Connection]) -> Finding:
    """Every port is connected already: what is connected beyond them goes nowhere."""
    source = view.source
    changes: list[Change] = []
    for connection in wrong:
        first, last = connection.first, connection.last
        if source.word(last + 1) == "," and last + 2 < len(source):
            changes.append((source[first].start, source[last + 2].start, ""))
        else:
            changes.append(view.remove(first - (source.word(first - 1) == ","), last))
    names = ", ".join(f"`{c.port}`" for c in wrong)
    return Finding(
        disjoint(changes),
        f"Leave {names} unconnected",
        f"{instance.definition} has no port {names} (line {view.line(wrong[0].first)}), and all that it has are connected",
        0.6,
        ambiguous=True,
    )


def _outlined(view: View, name: str) -> ModuleFacts | None:
    """Port names alone, when slang did not get as far as the instance."""
    module = next((m for m in view.modules if m.name == name), None)
    if module is None:
        return None
    from assistant.repairs.verilog.elaboration import Fact

    facts = ModuleFacts(name)
    for d in module.ports:
        facts.ports[d.name] = (d.direction, Fact(d.name, 1, sized=False))
    return facts


def _matched(
    view: View, module: Module, instance: Instance, definition: ModuleFacts, wrong: list[Connection], free: list[str]
) -> Iterator[Finding]:
    facts = facts_of(view.context).get(module.name) or ModuleFacts(module.name)
    widths = Widths(view.source, facts)
    rated = sorted(
        ((_score(view, widths, c, p, definition), n, p) for n, c in enumerate(wrong) for p in free),
        key=lambda r: (-r[0], r[1], r[2]),
    )
    chosen: dict[int, tuple[str, float]] = {}
    for score, n, port in rated:
        if n not in chosen and port not in {p for p, _ in chosen.values()} and score > 0.2:
            chosen[n] = (port, score)
    for n in range(len(wrong)):
        # What is left over on both sides belongs together when nothing else can.
        rest = [p for p in free if p not in {p for p, _ in chosen.values()}]
        if n not in chosen and len(rest) == 1 and len(chosen) == len(wrong) - 1:
            chosen[n] = (rest[0], 0.5)
    changes: list[Change] = [
        view.replace(wrong[n].port_token, wrong[n].port_token, port) for n, (port, _) in chosen.items()
    ]
    if not changes:
        return
    least = min(score for _, score in chosen.values())
    # When as many ports are free as are misnamed, the names pair off; otherwise the choice is a guess.
    paired = len(free) == len(wrong)
    n, (port, _) = next(iter(sorted(chosen.items())))
    yield Finding(
        disjoint(changes),
        f"Connect {', '.join('.' + p for p, _ in chosen.values())}",
        f"{instance.definition} has no port `{wrong[n].port}` (line {view.line(wrong[n].port_token)}); `{port}` is the one left unconnected",
        0.9 if paired and len(free) == 1 else min(0.9, 0.5 + 0.45 * least),
        ambiguous=not (paired or least > 0.6),
    )


def _score(view: View, widths: Widths, connection: Connection, port: str, definition: ModuleFacts) -> float:
    score = likeness(connection.port, port)
    if connection.expression is not None:
        signal = view.source.word(connection.expression[0])
        score = max(score, 0.9 * likeness(signal, port))
        width = widths.of(parse_expression(view.source, *connection.expression)).bits
        fact = definition.ports[port][1]
        if width is not None and fact.sized:
            score *= 1.0 if width == fact.width else 0.6
    return score


REPAIR = scanning("unknown_port", find)
