"""A port connected twice, or more signals connected by position than there are ports."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.elaboration import facts_of
from assistant.repairs.verilog.names import likeness
from assistant.repairs.verilog.outline import Instance
from assistant.repairs.verilog.rule import Finding, View, scanning


def find(view: View) -> Iterator[Finding]:
    for module in view.modules:
        for instance in module.instances:
            definition = facts_of(view.context).get(instance.definition)
            if definition is None:
                continue
            yield from _twice(view, instance, list(definition.ports))
            yield from _too_many(view, instance, list(definition.ports))


def _twice(view: View, instance: Instance, ports: list[str]) -> Iterator[Finding]:
    source = view.source
    seen: dict[str, int] = {}
    free = [p for p in ports if all(c.port != p for c in instance.connections)]
    for number, connection in enumerate(instance.connections):
        if not connection.port or connection.port not in seen:
            seen[connection.port] = number
            continue
        earlier = instance.connections[seen[connection.port]]
        options = []
        for candidate in (connection, earlier):
            signal = source.slice(*candidate.expression) if candidate.expression else ""
            options += [(likeness(signal, p), p, candidate) for p in free]
        for score, port, candidate in sorted(options, key=lambda o: -o[0])[:2]:
            yield Finding(
                (view.replace(candidate.port_token, candidate.port_token, port),),
                f"Connect .{port}",
                f"port `{connection.port}` of {instance.definition} is connected twice (line {view.line(connection.first)}), "
                f"while `{port}` is not connected at all",
                0.85 if len(free) == 1 and score > 0.6 else 0.5,
                ambiguous=not (len(free) == 1 and score > 0.6),
            )
        same = (
            earlier.expression
            and connection.expression
            and source.slice(*earlier.expression) == source.slice(*connection.expression)
        )
        start = (
            source[connection.first - 1].start
            if source.word(connection.first - 1) == ","
            else source[connection.first].start
        )
        yield Finding(
            ((start, source[connection.last].end, ""),),
            f"Connect .{connection.port} once",
            f"port `{connection.port}` of {instance.definition} is connected twice on line {view.line(connection.first)}",
            0.93 if same else 0.4,
            ambiguous=not same,
        )


def _too_many(view: View, instance: Instance, ports: list[str]) -> Iterator[Finding]:
    source = view.source
    connections = instance.connections
    if len(connections) <= len(ports) or any(c.port for c in connections) or not ports:
        return
    signals = [source.slice(*c.expression) if c.expression else "" for c in connections]
    matched = [f".{p}({max(signals, key=lambda s: likeness(s, p))})" for p in ports]
    if len(set(matched)) == len(ports) and all(max(likeness(s, p) for s in signals) > 0.6 for p in ports):
        yield Finding(
            ((source[connections[0].first].start, source[connections[-1].last].end, ", ".join(matched)),),
            "Connect the ports by name",
            f"{instance.definition} has {len(ports)} ports, but {len(connections)} signals are connected by position (line {view.line(instance.first)})",
            0.7,
            ambiguous=True,
        )
    first_extra = connections[len(ports)]
    yield Finding(
        ((source[connections[len(ports) - 1].last].end, source[connections[-1].last].end, ""),),
        f"Drop the last {len(connections) - len(ports)} connection(s)",
        f"{instance.definition} has {len(ports)} ports; `{source.slice(first_extra.first, first_extra.last)}` on line "
        f"{view.line(first_extra.first)} is one too many",
        0.4,
        ambiguous=True,
    )


REPAIR = scanning("repeated_connection", find)
