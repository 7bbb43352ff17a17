"""Misspelt, undeclared and doubly declared names, registers and wires mixed up."""

from __future__ import annotations

from random import Random

from training.mutation import Kind
from training.mutations.verilog._source import Source, choose, mutation


def _misspelt(name: str, rng: Random) -> str:
    at = rng.randrange(len(name))
    match rng.randrange(5):
        case 0 if len(name) > 2:
            return name[:at] + name[at + 1 :] if at else name[1:]
        case 1:
            return name[: at + 1] + name[at] + name[at + 1 :]
        case 2 if at + 1 < len(name) and name[at] != name[at + 1]:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        case 3 if "_" in name.strip("_"):
            return name.replace("_", "", 1)
    return name + rng.choice(["s", "_i", "1", "_reg", "r"])


def _valid(name: str) -> bool:
    return name.isidentifier()


def misspelt_use(source: Source, rng: Random) -> str | None:
    names = {d.name for d in source.declared}
    at = choose(rng, [k for k in source.behaviour if source.text(k) in names])
    if at is None:
        return None
    text = _misspelt(source.text(at), rng)
    return source.replaced(at, at, text) if _valid(text) else None


def misspelt_declaration(source: Source, rng: Random) -> str | None:
    signal = choose(rng, source.declared)
    if signal is None:
        return None
    text = _misspelt(signal.name, rng)
    return source.replaced(signal.token, signal.token, text) if _valid(text) else None


def other_capitals(source: Source, rng: Random) -> str | None:
    names = {d.name for d in source.declared}
    at = choose(rng, [k for k in source.behaviour if source.text(k) in names])
    if at is None:
        return None
    text = source.text(at)
    return source.replaced(at, at, rng.choice([text.upper(), text.lower(), text.capitalize()]))


def missing_declaration(source: Source, rng: Random) -> str | None:
    places = [
        d
        for d in source.declared
        if not d.kind.startswith(("input", "output", "inout")) and source.text(d.token + 1) in (";", "=", "[")
    ]
    signal = choose(rng, places)
    if signal is None:
        return None
    end = next((k for k in range(signal.token, len(source.tokens)) if source.text(k) in (";", ")")), None)
    return source.without(signal.first, end) if end is not None and source.text(end) == ";" else None


def doubled_declaration(source: Source, rng: Random) -> str | None:
    signal = choose(rng, source.signals)
    item = choose(rng, source.items)
    if signal is None or item is None:
        return None
    indent = source.indent_of(item.first)
    width = f"{signal.width} " if signal.width else ""
    start = source.tokens[item.first].start
    return f"{source.code[:start]}{rng.choice(['reg', 'wire'])} {width}{signal.name};\n{indent}{source.code[start:]}"


def wire_for_register(source: Source, rng: Random) -> str | None:
    """``wire`` or nothing where an ``always`` block assigns."""
    places = [k for d in source.signals for k in range(d.first, d.token) if source.text(k) == "reg"]
    at = choose(rng, places)
    if at is None:
        return None
    port = source.text(at - 1) in ("output", "inout")
    return source.without(at, at) if port else source.replaced(at, at, "wire")


def register_for_wire(source: Source, rng: Random) -> str | None:
    """``reg`` where ``assign`` or an instance drives."""
    places = [
        k for d in source.signals for k in range(d.first, d.token) if source.text(k) == "wire" and "input" not in d.kind
    ]
    at = choose(rng, places)
    return None if at is None else source.replaced(at, at, "reg")


def wrong_direction(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("input", "output"))
    return None if at is None else source.replaced(at, at, "output" if source.text(at) == "input" else "input")


def renamed_module(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("module"))
    if at is None or not source.text(at + 1).isidentifier():
        return None
    return source.replaced(at + 1, at + 1, source.text(at + 1) + rng.choice(["_v2", "_new", "_top", "2", "_module"]))


def renamed_port(source: Source, rng: Random) -> str | None:
    """A port renamed throughout the module, but not in the testbench."""
    signal = choose(rng, [d for d in source.signals if d.kind.startswith(("input", "output"))])
    if signal is None:
        return None
    new = signal.name + rng.choice(["_in", "_out", "_sig", "_n", "0"])
    return source.edited([(at, at, new) for at in source.uses(signal.name)])


def missing_port(source: Source, rng: Random) -> str | None:
    places = [
        d
        for d in source.signals
        if d.kind.startswith(("input", "output"))
        and source.text(d.token + 1) == ","
        and source.text(d.first - 1) in (",", "(")
    ]
    signal = choose(rng, places)
    return None if signal is None else source.without(signal.first, signal.token + 1)


MUTATIONS = tuple(
    mutation(Kind.SYNTAX, change)
    for change in (
        misspelt_use,
        misspelt_declaration,
        other_capitals,
        missing_declaration,
        doubled_declaration,
        wire_for_register,
        register_for_wire,
        wrong_direction,
        renamed_module,
        renamed_port,
        missing_port,
    )
)
