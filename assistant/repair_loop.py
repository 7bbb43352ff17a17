"""The repair loop: diagnose, propose, apply, check, screen, verify, and offer, or feed the errors back as the next turn.

Deterministic repairs come first. The static front end guides a search through their combinations; what it accepts is
verified by the real tools; what those still find is the next turn's diagnosis. A thinking model, where there is one, is
asked when that has not sufficed, and its proposals go the same way.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.ambiguity import Rivals, undecided
from assistant.change import minimal_edits
from assistant.hazards import hazards, never_meant
from assistant.proposals import Proposer, Repairs
from assistant.repair import RepairContext
from assistant.repair_result import Attempt, History, Progress, RepairResult, Status, proposer_name, thinking_of
from assistant.repairs import repairs_for
from assistant.screening import foreseen_cost
from assistant.search import Allowance, State, StaticSearch, in_order
from assistant.verification import Patience, Verdict, baseline_of, screen, verify
from backends.confirm import confirm_all
from backends.environment import Environment
from backends.outcome import Diagnostic, Label, Outcome
from backends.registry import static_backends
from icwm.predictor import Predictor, predictor_for
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback

REAL_TARGETS = 6
LOOK_AHEAD = Allowance(states=80, seconds=0.25)
CANDIDATES_AHEAD = 4
MAX_TURNS_RECHECKED = 6


@dataclass(frozen=True, slots=True)
class Budget:
    """What a repair may spend. ``seconds`` is wall time of the whole; ``search_seconds`` is the static search alone."""

    seconds: float = 30.0
    search_seconds: float = 3.0
    states: int = 800
    verifications: int = 12
    turns: int = 100


async def repair(
    code: str,
    environment: Environment,
    *,
    budget: Budget = Budget(),
    trusted: bool = True,
    store: TrajectoryStore | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    proposers: Sequence[Proposer] = (),
    repairs: Repairs | None = None,
    warnings: bool = False,
) -> RepairResult:
    """Repair a file, or tell that it is clean or why it could not be repaired.

    ``warnings`` repairs functional hazards (latches, lost bits, …) as well as errors and failures. With ``store`` the
    whole repair is kept as one trajectory. Cancelling the awaiting task stops it at once, tools included.
    """
    loop = _Loop(
        code,
        environment,
        budget,
        trusted,
        on_progress or (lambda _: None),
        Repairs(repairs_for(environment.domain)) if repairs is None else repairs,
        warnings,
        predictor_for(environment.domain),
    )
    return await loop.run(proposers, store)


@dataclass
class _Loop:
    code: str
    environment: Environment
    budget: Budget
    trusted: bool
    on_progress: Callable[[Progress], None]
    repairs: Repairs
    warnings: bool
    predictor: Predictor | None
    started: float = field(default_factory=time.monotonic)
    verifications: int = 0
    attempts: list[Attempt] = field(default_factory=list)

    def __post_init__(self) -> None:
        (front_end, *_) = static_backends(self.environment.domain)
        allowance = Allowance(self.budget.states, self.budget.search_seconds)
        self.search = StaticSearch(self.environment, front_end, self.repairs, allowance, self.budget.turns)
        self._candidates: list[tuple[float, int, State]] = []
        self._order = itertools.count()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    async def run(self, proposers: Sequence[Proposer], store: TrajectoryStore | None) -> RepairResult:
        self.root = self.search.root(self.code)
        diagnosing = asyncio.create_task(
            baseline_of(self.code, self.environment, self.root.static, trusted=self.trusted)
        )
        try:
            if not self.root.clean:
                # The search needs no tool; it goes on while the tools look at the original.
                self.search.push(self.root)
                await self._look_ahead()
            self.baseline = await diagnosing
        finally:
            diagnosing.cancel()
        self.root = replace(self.root, real=self.baseline.real)
        self.history = History(self.environment, self.code, self.baseline.outcomes)
        if not self.baseline.failing and not self._wanted(self.code, self.baseline.outcomes):
            return replace(self._nothing(Status.CLEAN), seconds=self.seconds)
        if self.root.clean:
            await self._feed_back(self.root)
        winner = await self._settled()
        for proposer in proposers if winner is None else ():
            winner = winner or await self._ask(proposer)
        if winner is not None:
            winner = await self._without_rival(winner)
        return await self._result(winner, store)

    async def _settled(self) -> Attempt | None:
        """Verify candidates, cheapest first, until no tool finds anything more, or there is nothing left to try or spend."""
        while self.verifications < self.budget.verifications and self.seconds < self.budget.seconds:
            await self._look_ahead()
            if not self._candidates:
                break
            state = heapq.heappop(self._candidates)[2]
            attempt = await self._verify(state)
            if attempt is None:
                break
            self.attempts.append(attempt)
            if attempt.verification.settled and not self._left(attempt):
                return attempt
            if attempt.verification.outcomes[1:]:
                await self._feed_back(replace(state, real=attempt.verification.real))
        settled = [a for a in self.attempts if a.verification.settled and self._improves(a)]
        return min(settled, key=lambda a: (self._left(a), a.state.cost), default=None)

    async def _look_ahead(self) -> None:
        """Find some candidates; what is spent beyond the first of them is bounded tightly."""
        while len(self._candidates) < CANDIDATES_AHEAD:
            state = await self.search.next_goal(replace(LOOK_AHEAD) if self._candidates else None)
            if state is None:
                return
            self._tell("search", f"{len(state.path)} repair(s) give code that {state.static.tool} accepts")
            cost = state.estimate + await foreseen_cost(state, self.environment, self.predictor)
            heapq.heappush(self._candidates, (cost, next(self._order), state))

    async def _verify(self, state: State, patience: Patience = Patience.QUICK) -> Attempt | None:
        """Ask the real tools; ``None`` when the time is over before they have answered."""
        started = time.monotonic()
        verification = screen(self.baseline, state.code, state.static)
        if verification.verdict is not Verdict.REJECTED:
            self.verifications += 1
            self._tell("verify", f"candidate {self.verifications}: {thinking_of(state.path[-1:])}", len(state.path))
            try:
                async with asyncio.timeout(max(0.1, self.budget.seconds - self.seconds)):
                    verification = await verify(
                        self.baseline,
                        state.code,
                        state.static,
                        ambiguous=undecided(state, self.environment.domain),
                        answered=state.answered,
                        trusted=self.trusted,
                        patience=patience,
                    )
            except TimeoutError:
                late = replace(verification, reasons=("there was no time left for the tools to check it",))
                self.attempts.append(Attempt(state, late, time.monotonic() - started))
                return None
        self._tell("turn", verification.summary(), len(state.path))
        return Attempt(state, verification, time.monotonic() - started)

    async def _feed_back(self, state: State) -> None:
        """Let the repairs answer what the tools said; what comes of it is searched and verified in its turn."""
        complaints = in_order([d for o in state.outcomes for d in o.errors])
        if any(o.label.failed for o in state.outcomes):
            complaints += in_order(self._hazards(state.outcomes))
        else:
            complaints += in_order(self._wanted(state.code, state.outcomes))
        await self.search.expand(state, complaints, REAL_TARGETS)

    async def _ask(self, proposer: Proposer) -> Attempt | None:
        """Let a model think about the original and all that failed, and put what it proposes through the same mill."""
        context = RepairContext(self.code, self.environment, self.baseline.outcomes)
        self.history.failed = list(self.attempts)
        turns = self.history.turns()
        try:
            async with asyncio.timeout(max(0.1, self.budget.seconds - self.seconds)):
                async for proposal in proposer.propose(context, turns, lambda text: self._tell("thinking", text)):
                    child = self.search.step(self.root, proposal)
                    if child is not None:
                        self.search.push(child)
                        if (winner := await self._settled()) is not None:
                            return winner
        except TimeoutError:
            self._tell("thinking", f"{proposer.name} was stopped: the time for this repair is over")
        return None

    async def _without_rival(self, winner: Attempt) -> Attempt:
        """The winner, no longer called verified when another repair is as likely and behaves differently."""
        if winner.verification.verdict is not Verdict.VERIFIED or winner.verification.agreed:
            return winner
        rivals = Rivals(self.baseline, self.search.front_end, self.repairs, self.trusted)
        known = [c[2] for c in sorted(self._candidates)]
        doubt = await rivals.doubt_about(winner.state, known, self.budget.seconds - self.seconds)
        if doubt is None:
            return winner
        verification = replace(winner.verification, verdict=Verdict.UNVERIFIED, reasons=(doubt,))
        return replace(winner, verification=verification)

    async def _result(self, winner: Attempt | None, store: TrajectoryStore | None) -> RepairResult:
        offered = winner or await self._fallback()
        self.history.failed = [a for a in self.attempts if offered is None or a.state is not offered.state]
        if offered is None:
            result = self._nothing(Status.NONE)
            trajectory = self.history.trajectory(self.history.turns(), Status.NONE, None)
        else:
            verification = offered.verification
            result = replace(
                self._nothing(Status.VERIFIED if verification.verdict is Verdict.VERIFIED else Status.UNVERIFIED),
                code=offered.state.code,
                proposer=proposer_name(offered.state.path),
                turns=len(offered.state.path),
                edits=minimal_edits(self.code, offered.state.code),
                checked=verification.checked,
                not_checked=verification.not_checked,
                thinking=thinking_of(offered.state.path),
                outcomes=verification.outcomes,
                reasons=verification.reasons,
                steps=offered.state.path,
            )
            between = await self._versions_between(offered.state) if store is not None else []
            turns = self.history.turns(offered, between)
            trajectory = self.history.trajectory(turns, result.status, verification)
        if store is not None:
            identifier = await asyncio.to_thread(store.add, trajectory)
            if offered is not None:
                await asyncio.to_thread(store.add_feedback, identifier, Feedback.OFFERED)
            trajectory = replace(trajectory, identifier=identifier)
            result = replace(result, trajectory_id=identifier)
        return replace(result, trajectory=trajectory, seconds=self.seconds)

    async def _fallback(self) -> Attempt | None:
        """The best that is not settled but does better than the original, to be offered as unverified."""
        better = [a for a in self.attempts if a.verification.verdict is Verdict.UNVERIFIED and self._improves(a)]
        while better:
            best = min(better, key=lambda a: (len(a.verification.failing), a.state.cost))
            if best.verification.complete:
                return best
            # What is offered has been seen by every tool.
            better.remove(best)
            whole = await self._verify(best.state, Patience.ALL)
            if whole is None:
                return best
            if whole.verification.verdict is Verdict.UNVERIFIED and self._improves(whole):
                better.append(whole)
        return None

    def _improves(self, attempt: Attempt) -> bool:
        """True when fewer tools fail than on the original, or fewer warnings are left that are to be repaired."""
        failing = sum(o.label.failed or bool(o.errors) for o in attempt.verification.outcomes)
        if failing != len(self.baseline.failing):
            return failing < len(self.baseline.failing)
        return self._left(attempt) < len(self._wanted(self.code, self.baseline.outcomes))

    def _left(self, attempt: Attempt) -> int:
        """Warnings still to be repaired."""
        return len(self._wanted(attempt.state.code, attempt.verification.outcomes))

    def _wanted(self, code: str, outcomes: Sequence[Outcome]) -> list[Diagnostic]:
        """Warnings to be repaired as errors are: all that are hazards when asked, else those that nobody can mean."""
        if self.warnings:
            return self._hazards(outcomes)
        return [d for o in outcomes for d in never_meant(code, o.diagnostics)]

    def _hazards(self, outcomes: Sequence[Outcome]) -> list[Diagnostic]:
        return [d for o in outcomes for d in hazards(o)]

    async def _versions_between(self, state: State) -> list[tuple[str, tuple[Outcome, ...]]]:
        """Every version on the winning path with what the tools say of it, so that each turn has its real outcomes."""
        found = []
        for number, version in enumerate(state.ancestors[1:]):
            real = version.real
            if not real and number < MAX_TURNS_RECHECKED and self.seconds < self.budget.seconds:
                real = tuple(await confirm_all(version.code, self.environment, trusted=self.trusted))
            found.append((version.code, (version.static, *real)))
        return found

    def _nothing(self, status: Status) -> RepairResult:
        missing = [o for o in self.baseline.outcomes if o.label is Label.UNAVAILABLE]
        passed = [o.tool for o in self.baseline.outcomes if o.label is Label.PASS]
        return RepairResult(
            file=self.environment.path,
            status=status,
            original=self.code,
            code=self.code,
            checked=tuple(passed) if status is Status.CLEAN else (),
            not_checked=tuple(f"{o.tool} ({o.log.strip().partition(chr(10))[0]})" for o in missing),
            outcomes=self.baseline.outcomes,
            reasons=self._why_not() if status is Status.NONE else (),
            missing_tools=tuple(dict.fromkeys(o.log.strip() for o in missing if o.log.strip())),
        )

    def _why_not(self) -> tuple[str, ...]:
        """What stood in the way, for a user who gets no repair."""
        reasons = []
        if self.attempts:
            closest = min(self.attempts, key=lambda a: (len(a.verification.failing), a.state.cost))
            reasons.append(f"the closest candidate was rejected: {'; '.join(closest.verification.reasons)}")
        elif not self.root.clean:
            was = len(self.root.static.errors)
            left = len(self.search.best.static.errors) if self.search.best else was
            left = min(left, was)
            reasons.append(f"no repair is known for {left} of {was} error(s) of {self.root.static.tool}")
        else:
            tools = ", ".join(o.tool for o in self.baseline.failing)
            reasons.append(f"no repair is known for what {tools} reports")
        return tuple(reasons)

    def _tell(self, stage: str, message: str, turn: int = 0) -> None:
        self.on_progress(Progress(stage, message, turn, self.search.visited))
