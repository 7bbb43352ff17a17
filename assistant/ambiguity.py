"""Whether another repair of the same error is as likely and means something else.

Passing every tool does not show that a repair is what was meant when a second one passes as well and behaves differently.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.change import minimal_edits
from assistant.equivalence import same_behaviour
from assistant.layout import layout_faults
from assistant.proposals import Repairs
from assistant.readings import Reading, bracket_changed, other_readings
from assistant.repair import Proposal
from assistant.search import Allowance, State, StaticSearch
from assistant.verification import Baseline, Patience, Verdict, screen, verify
from backends.environment import Domain
from backends.protocol import StaticBackend

AS_LIKELY = 0.75
"""A rival counts when its confidence is at least this share of the chosen proposal's."""
MAX_RIVALS = 10
MAX_FAULTS = 6
"""A file laid out against its blocks in more places than these says nothing by its layout."""
COMPARISON_SECONDS = 5.0
COMPLETION = Allowance(states=60, seconds=0.25)


@dataclass
class Rivals:
    """Looks for repairs that compete with a winner."""

    baseline: Baseline
    front_end: StaticBackend
    repairs: Repairs
    trusted: bool

    async def doubt_about(self, winner: State, known: Sequence[State], seconds: float) -> str | None:
        """A sentence naming the competing repair; ``None`` when there is none, or the tools cannot tell them apart.

        ``known`` are other candidates that the front end accepts; ``seconds`` bounds the whole.
        """
        deadline = time.monotonic() + seconds
        rivals = [*known, *await self._siblings(winner)]
        faults = layout_faults(winner.code) if self.baseline.environment.domain is Domain.VERILOG else 0
        tried: set[str] = {winner.code}
        for rival in rivals:
            if rival.code in tried or len(tried) > MAX_RIVALS or not _as_likely(rival, winner):
                continue
            tried.add(rival.code)
            if faults < MAX_FAULTS and layout_faults(rival.code) > faults:
                continue
            if screen(self.baseline, rival.code, rival.static).verdict is Verdict.REJECTED:
                continue
            try:
                async with asyncio.timeout_at(
                    asyncio.get_running_loop().time() + max(0.1, deadline - time.monotonic())
                ):
                    verification = await verify(
                        self.baseline,
                        rival.code,
                        rival.static,
                        answered=rival.answered,
                        trusted=self.trusted,
                        patience=Patience.NONE,
                    )
                    if not verification.settled:
                        continue
                    if await same_behaviour(winner.code, rival.code, self.baseline.environment, COMPARISON_SECONDS):
                        continue
            except TimeoutError:
                return f"there was no time to rule out another repair: {_title(rival, winner)}"
            return f"another repair passes as well and behaves differently: {_title(rival, winner)}"
        return None

    async def _siblings(self, winner: State) -> list[State]:
        """For each step of the winner the proposals not taken, carried on to code without errors."""
        found: list[State] = []
        versions = [*winner.ancestors, winner]
        for version, following, chosen in zip(versions[:-1], versions[1:], winner.path, strict=True):
            for reading in other_readings(version.code, following.code, self.baseline.environment, self.front_end):
                found += await self._completed(version, _as_proposal(version.code, reading, chosen))
            if chosen.diagnostic is None:
                continue
            for _, proposal in self._search().proposals(version, [chosen.diagnostic]):
                if proposal == chosen or proposal.confidence < AS_LIKELY * chosen.confidence:
                    continue
                found += await self._completed(version, proposal)
        return found

    async def _completed(self, version: State, proposal: Proposal) -> list[State]:
        """The version after the proposal, carried on to code that the front end accepts; empty when there is no way."""
        search = self._search()
        child = search.step(version, proposal)
        await asyncio.sleep(0)
        if child is None:
            return []
        search.push(child)
        goal = await search.next_goal(replace(COMPLETION))
        return [] if goal is None else [goal]

    def _search(self) -> StaticSearch:
        return StaticSearch(self.baseline.environment, self.front_end, self.repairs, Allowance(200, 1.0))


def _as_proposal(code: str, reading: Reading, chosen: Proposal) -> Proposal:
    edits = minimal_edits(code, reading.code)
    return Proposal("reading", reading.title, "", edits, chosen.confidence, diagnostic=chosen.diagnostic)


def _as_likely(rival: State, winner: State) -> bool:
    """Comparable in confidence from the step on where they part, and no more was needed."""
    for at, (theirs, ours) in enumerate(zip(rival.path, winner.path, strict=False)):
        if theirs != ours:
            least = min(p.confidence for p in winner.path[at:])
            return min(p.confidence for p in rival.path[at:]) >= AS_LIKELY * least and len(rival.path) <= len(
                winner.path
            )
    return False


def undecided(state: State, domain: Domain) -> bool:
    """Whether a step says itself that it is one of several answers.

    For a lone bracket that is looked into: every other place for it is a rival of its own.
    """
    versions = [*state.ancestors, state]
    return any(
        chosen.ambiguous and (domain is not Domain.VERILOG or bracket_changed(version.code, following.code) is None)
        for version, following, chosen in zip(versions[:-1], versions[1:], state.path, strict=True)
    )


def _title(rival: State, winner: State) -> str:
    for theirs, ours in zip(rival.path, winner.path, strict=False):
        if theirs != ours:
            return theirs.title
    return rival.path[-1].title if rival.path else "none"
