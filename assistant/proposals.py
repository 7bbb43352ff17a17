"""Asks the repairs what they would do about a diagnostic, and what a model would."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from assistant.repair import Proposal, Repair, RepairContext
from backends.outcome import Diagnostic
from icwm.trajectory import Turn

log = logging.getLogger(__name__)


@runtime_checkable
class Proposer(Protocol):
    """A source of proposals that takes time: a thinking model. Asked when the deterministic repairs have not sufficed."""

    name: str

    def propose(
        self, context: RepairContext, history: Sequence[Turn], on_thinking: Callable[[str], None]
    ) -> AsyncIterator[Proposal]:
        """Proposals for the whole file, best first, each with its reasoning as ``diagnosis``.

        ``history`` are the turns so far, failed ones with what the tools said of them. ``on_thinking`` receives pieces of
        the reasoning as they are produced. Cancelled by cancelling the task that iterates.
        """
        ...


class Repairs:
    """The deterministic repairs of a domain, found by the code of a diagnostic."""

    def __init__(self, repairs: Sequence[Repair]) -> None:
        self.repairs = tuple(repairs)
        self._by_code: dict[str, list[Repair]] = {}
        for repair in repairs:
            for code in repair.codes:
                self._by_code.setdefault(code, []).append(repair)
        self._safe = {r.name: r.safe for r in repairs}

    def only_safe(self) -> Repairs:
        """Those that may be applied without asking."""
        return Repairs([r for r in self.repairs if r.safe])

    def is_safe(self, name: str) -> bool:
        return self._safe.get(name, False)

    def answering(self, diagnostic: Diagnostic) -> tuple[Repair, ...]:
        """The repairs that may know what to do about it, those for its very code first."""
        exact = self._by_code.get(f"{diagnostic.source}:{diagnostic.code}", ())
        any_code = self._by_code.get("*", ())
        return tuple(dict.fromkeys([*exact, *any_code]))

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> list[Proposal]:
        """What they propose, most confident first. A repair that raises is a bug: it is logged and the others go on."""
        found: list[Proposal] = []
        for repair in self.answering(diagnostic):
            try:
                for proposal in _without_empty(repair.propose(diagnostic, context)):
                    found.append(proposal if proposal.diagnostic else replace(proposal, diagnostic=diagnostic))
            except Exception:
                log.exception("the repair %s failed on %s:%s", repair.name, diagnostic.source, diagnostic.code)
        found.sort(key=lambda p: -p.confidence)
        return found


def _without_empty(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    return (p for p in proposals if p.edits)
