"""The answer of an equivalence check: which outputs are the same, which are not, and an input sequence that shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from backends.verilog.json_netlist import Port


class EquivalenceStatus(StrEnum):
    PROVEN = "proven"
    REFUTED = "refuted"
    UNPROVEN = "unproven"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Inputs by cycle that make the versions differ, and what each then answers in the last cycle. Values are binary."""

    inputs: tuple[Mapping[str, str], ...]
    old: Mapping[str, str]
    new: Mapping[str, str]
    vcd: str | None = None
    """Absolute path of the waveform, in the cache directory."""


@dataclass(frozen=True, slots=True)
class EquivalenceResult:
    """``status`` is about the outputs that were asked for; the three lists are about all of them.

    With several top modules in a file an output is named ``module.output``.
    """

    status: EquivalenceStatus
    reason: str = ""
    method: str = ""
    proven: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    seconds: float = 0.0


def port_difference(old: Mapping[str, Port], new: Mapping[str, Port]) -> str | None:
    """What an instance of the module would notice: ports that came, went, or changed direction, width or order."""
    for name in (*old, *new):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            return f"`{name}` was {'removed' if after is None else 'added'}"
        if before.direction != after.direction:
            return f"`{name}` was {before.direction} and is {after.direction}"
        if before.width != after.width:
            return f"`{name}` had {before.width} bits and has {after.width}"
    if list(old) != list(new):
        return "their order"
    return None


def not_applicable(reason: str) -> EquivalenceResult:
    """Nothing was compared."""
    return EquivalenceResult(EquivalenceStatus.NOT_APPLICABLE, reason)


def qualified(result: EquivalenceResult, module: str) -> EquivalenceResult:
    """The same with its outputs named ``module.output``."""

    def full(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{module}.{name}" for name in names)

    reason = f"{module}: {result.reason}" if result.reason else ""
    return replace(
        result, reason=reason, proven=full(result.proven), refuted=full(result.refuted), unproven=full(result.unproven)
    )


def joined(results: list[EquivalenceResult]) -> EquivalenceResult:
    """The results of all top modules as one; its status is still to be decided."""
    if len(results) == 1 or results[-1].status is EquivalenceStatus.NOT_APPLICABLE:
        return results[-1]
    return EquivalenceResult(
        EquivalenceStatus.PROVEN,
        "; ".join(r.reason for r in results if r.reason),
        "; ".join(dict.fromkeys(r.method for r in results if r.method)),
        tuple(o for r in results for o in r.proven),
        tuple(o for r in results for o in r.refuted),
        tuple(o for r in results for o in r.unproven),
        next((r.counterexample for r in results if r.counterexample), None),
    )


def decided(result: EquivalenceResult, outputs: Collection[str] | None) -> EquivalenceResult:
    """The status for the outputs that were asked for."""
    if result.status is EquivalenceStatus.NOT_APPLICABLE:
        return result
    everything = (*result.proven, *result.refuted, *result.unproven)
    asked = set(everything if outputs is None else outputs)
    if unknown := asked.difference(everything):
        why = f"not outputs of a top module: {', '.join(sorted(unknown))}"
        return replace(result, status=EquivalenceStatus.UNPROVEN, reason=why)
    if asked.intersection(result.refuted):
        return replace(result, status=EquivalenceStatus.REFUTED)
    status = EquivalenceStatus.PROVEN if asked <= set(result.proven) else EquivalenceStatus.UNPROVEN
    return replace(result, status=status)
