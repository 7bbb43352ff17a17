"""Whether two versions of a file behave alike, as far as Yosys can prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.interface import Interface
from assistant.signal_flow import signal_flow
from assistant.tokens import Kind, tokenize
from assistant.weakening import hunks
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic
from backends.text import LineIndex
from backends.verilog.equivalence import EquivalenceStatus, prove_equivalent
from backends.verilog.yosys_script import root_modules

SECONDS = 10.0

_QUOTED_NAME = re.compile(r"['`\"‘]([A-Za-z_$][\w$]*)['`\"’]")
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Compared:
    """What is known of outputs after a repair.

    ``broken`` behave differently although the complaint does not reach them, ``proven`` behave as before, ``unknown``
    says what could not be shown and why. ``all_proven`` is True when no output of the file behaves differently.
    """

    broken: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    unknown: str = ""
    all_proven: bool = False


async def same_behaviour(one: str, other: str, environment: Environment, seconds: float = SECONDS) -> bool:
    """True when the two are shown in this time to behave alike; False when they differ or it could not be shown."""
    if environment.domain is Domain.VERILOG:
        other = _named_as_in(one, other)
    if [t.text for t in tokenize(one, environment.domain)] == [t.text for t in tokenize(other, environment.domain)]:
        return True
    if environment.domain is not Domain.VERILOG:
        return False
    limits = replace(environment.settings.limits, wall_seconds=seconds)
    return (await prove_equivalent(one, other, environment, limits)).status is EquivalenceStatus.PROVEN


def _named_as_in(one: str, other: str) -> str:
    """``other`` with a name that ``one`` has in its place put back, since signals are compared by their names."""
    names = {t.text for t in tokenize(other, Domain.VERILOG)}
    pairs = {
        (old.text, new.text)
        for hunk in hunks(tokenize(one, Domain.VERILOG), tokenize(other, Domain.VERILOG))
        if len(hunk.old) == len(hunk.new)
        for old, new in zip(hunk.old, hunk.new, strict=True)
        if old.text != new.text and old.kind is new.kind is Kind.NAME
    }
    for old_name, new_name in pairs:
        escaped = old_name.startswith("\\")
        if old_name not in names and not escaped and sum(new_name == n for _, n in pairs) == 1:
            other = re.sub(rf"(?<![\w$`.]){re.escape(new_name)}(?![\w$])", old_name, other)
    return other


async def compare_outputs(
    old: str,
    new: str,
    environment: Environment,
    interface: Interface,
    answered: Sequence[Diagnostic],
    everything: bool,
) -> Compared:
    """Compare the outputs that do not depend on any signal the answered diagnostics are about; or, asked so, all.

    ``old`` must elaborate. ``interface`` is that of ``old``.
    """
    roots = root_modules(old)
    outputs = {
        m.name
        for name, unit in interface.units.items()
        if name in roots
        for m in unit.members
        if m.form is not None and m.form.startswith(("output", "inout"))
    }
    flows = [f for f in (signal_flow(old), signal_flow(new)) if f is not None]
    complained = names_of(answered, old)
    index = LineIndex(old)
    for diagnostic in answered:
        if diagnostic.path is None and flows:
            offset = len(old[: index.offset(diagnostic.range.start)].encode("utf-8", "surrogatepass"))
            complained |= flows[0].written_at(offset)
    reached = {name for flow in flows for name in flow.reached(complained)}
    rest = (outputs - reached) if flows else set()
    wanted = outputs if everything else rest
    if not wanted:
        return Compared()
    limits = replace(environment.settings.limits, wall_seconds=SECONDS)
    names = wanted if len(roots) == 1 else {f"{module}.{name}" for module in roots for name in wanted}
    result = await prove_equivalent(old, new, environment, limits, outputs=names)
    if result.status is EquivalenceStatus.NOT_APPLICABLE:
        return Compared(unknown=f"equivalence of {_listed(wanted)} ({result.reason})")

    def within(names: Iterable[str], chosen: set[str]) -> tuple[str, ...]:
        return tuple(n for n in names if n.rpartition(".")[2] in chosen)

    proven, unproven = within(result.proven, wanted), within(result.unproven, wanted)
    return Compared(
        within(result.refuted, rest),
        proven,
        f"equivalence of {_listed(unproven)} ({result.reason})" if unproven else "",
        everything and not (result.refuted or unproven) and {n.rpartition(".")[2] for n in proven} == outputs,
    )


def names_of(diagnostics: Iterable[Diagnostic], code: str) -> set[str]:
    """The names that diagnostics are about: quoted in the message, among the facts, or at the place itself."""
    index = LineIndex(code)
    names: set[str] = set()
    for diagnostic in diagnostics:
        names |= names_in(diagnostic)
        if diagnostic.path is None:
            place = diagnostic.range
            end = place.end if place.end.line == place.start.line else replace(place.start, column=1 << 20)
            names.update(_WORD.findall(code[index.offset(place.start) : index.offset(end)]))
    return names


def names_in(diagnostic: Diagnostic) -> set[str]:
    """Names quoted in the message or among the facts of a diagnostic, alone or in lists."""
    values = [v for value in diagnostic.data.values() for v in (value if isinstance(value, list | tuple) else [value])]
    words = {word for value in values if isinstance(value, str) for word in _WORD.findall(value)}
    return words | set(_QUOTED_NAME.findall(diagnostic.message))


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(names)
    return ", ".join(ordered) if len(ordered) <= 4 else f"{', '.join(ordered[:3])} and {len(ordered) - 3} other outputs"
