"""Best-first search for code that the static front end accepts.

A state is a version of the file; a step is one proposal of one repair. The front end answers in about a millisecond, so
hundreds of versions are tried in a second. The search runs on the event loop in slices of one analysis each, so that a
keystroke waits for one analysis at most and cancelling takes effect at once.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.change import apply_proposal
from assistant.hazards import cut_nets, hazards
from assistant.proposals import Repairs
from assistant.repair import Proposal, RepairContext
from backends.environment import Environment
from backends.outcome import Diagnostic, Outcome, Range
from backends.protocol import StaticBackend
from backends.text import LineIndex
from icwm.trajectory import code_digest

# Costs are in units of one error still to be repaired.
STEP = 0.15
DOUBT = 0.8
LATER_ERROR = 0.25
HAZARD = 0.3
CUT_NET = 1.0
CHARACTERS = 1 / 300
PROGRESS = 0.3
MAX_ERRORS_COUNTED = 60
TARGETS = 3


@dataclass(frozen=True, slots=True)
class State:
    """A version of the file, the proposals that led to it, and what was said of it."""

    code: str
    static: Outcome
    path: tuple[Proposal, ...] = ()
    cost: float = 0.0
    """What the path cost: steps, doubts and sizes of its edits."""
    real: tuple[Outcome, ...] = ()
    """What the slow tools said, when they were asked."""
    ancestors: tuple[State, ...] = ()
    """Every version before this one, the original first."""
    penalty: float = 0.0
    """What speaks against a version that the front end accepts, once that has been answered."""

    @property
    def clean(self) -> bool:
        return not self.static.errors

    @property
    def ambiguous(self) -> bool:
        return any(p.ambiguous for p in self.path)

    @property
    def answered(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that the path answers, each against the version in which it was reported."""
        return tuple(p.diagnostic for p in self.path if p.diagnostic is not None)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return (self.static, *self.real)

    @property
    def estimate(self) -> float:
        """Cost so far plus the least it can still cost. The further down the first error, the nearer the end."""
        errors = self.static.errors
        if not errors:
            return self.cost + self.penalty + HAZARD * min(10, len(hazards(self.static)))
        first = min(d.range.start.line for d in errors)
        lines = self.code.count("\n") + 1
        return self.cost + min(len(errors), MAX_ERRORS_COUNTED) - PROGRESS * min(1.0, first / lines)


@dataclass(slots=True)
class Allowance:
    """What a search may still spend; ``seconds`` are those of the search itself, not of the tools between."""

    states: int
    seconds: float

    @property
    def left(self) -> bool:
        return self.states > 0 and self.seconds > 0


@dataclass
class StaticSearch:
    """A frontier of versions, from which ``next_goal`` takes the next one that the front end accepts."""

    environment: Environment
    front_end: StaticBackend
    repairs: Repairs
    allowance: Allowance
    max_steps: int = 40
    best: State | None = None
    """The version with the least left to do so far: what to tell when none is free of errors."""
    visited: int = 0
    _seen: set[str] = field(default_factory=set)
    _frontier: list[tuple[float, int, State]] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)

    def root(self, code: str) -> State:
        """The file as it is."""
        self._seen.add(code_digest(code))
        return State(code, self.front_end.analyze(code, self.environment))

    def push(self, state: State) -> None:
        """Add a version to the frontier."""
        heapq.heappush(self._frontier, (state.estimate, next(self._order), state))

    def step(self, state: State, proposal: Proposal, extra_cost: float = 0.0) -> State | None:
        """The version after one proposal; ``None`` when it is not new or its edits do not fit."""
        try:
            code = apply_proposal(state.code, proposal)
        except ValueError:
            return None
        digest = code_digest(code)
        if digest in self._seen:
            return None
        self._seen.add(digest)
        self.visited += 1
        self.allowance.states -= 1
        static = self.front_end.analyze(code, self.environment)
        index = LineIndex(state.code)
        size = sum(len(e.text) + _length(index, e.range) for e in proposal.edits)
        cost = state.cost + STEP + DOUBT * (1 - proposal.confidence) + CHARACTERS * min(size, 300) + extra_cost
        return State(code, static, (*state.path, proposal), cost, (), (*state.ancestors, state))

    def proposals(
        self, state: State, diagnostics: Sequence[Diagnostic], targets: int = TARGETS
    ) -> list[tuple[float, Proposal]]:
        """What the repairs propose about the first few of these, with the extra cost of not taking the first one."""
        context = RepairContext(state.code, self.environment, state.outcomes)
        found: list[tuple[float, Proposal]] = []
        answered = 0
        for diagnostic in diagnostics:
            proposals = self.repairs.propose(diagnostic, context)
            if proposals:
                found += [(LATER_ERROR * answered, p) for p in proposals]
                answered += 1
                if answered == targets:
                    break
        return found

    async def expand(self, state: State, diagnostics: Sequence[Diagnostic], targets: int = TARGETS) -> int:
        """Push every new version that one proposal about these diagnostics leads to; returns how many."""
        if len(state.path) >= self.max_steps:
            return 0
        pushed = 0
        started = time.monotonic()
        proposals = self.proposals(state, diagnostics, targets)
        for extra, proposal in proposals:
            if not self.allowance.left:
                break
            child = self.step(state, proposal, extra)
            self.allowance.seconds -= time.monotonic() - started
            await asyncio.sleep(0)
            started = time.monotonic()
            if child is not None:
                self.push(child)
                pushed += 1
        return pushed

    async def next_goal(self, allowance: Allowance | None = None) -> State | None:
        """The next version without errors; ``None`` when the frontier, or what may be spent, is exhausted.

        ``allowance`` bounds this one call more tightly than the search as a whole.
        """
        until_states = self.allowance.states - (allowance.states if allowance else self.allowance.states)
        until_seconds = self.allowance.seconds - (allowance.seconds if allowance else self.allowance.seconds)
        while self._frontier:
            if self.allowance.states <= until_states or self.allowance.seconds <= until_seconds:
                # Versions already found to be free of errors cost nothing more.
                return self._pop_clean()
            state = heapq.heappop(self._frontier)[2]
            if state.clean:
                cut = () if state.penalty else cut_nets(state.static.diagnostics)
                if cut and await self.expand(state, in_order(cut)):
                    # What answers it comes first; should that not do, this version still stands.
                    self.push(replace(state, penalty=CUT_NET * len(cut)))
                    continue
                return state
            if self.best is None or state.estimate < self.best.estimate:
                self.best = state
            await self.expand(state, in_order(state.static.errors))
        return None

    def _pop_clean(self) -> State | None:
        clean = [entry for entry in self._frontier if entry[2].clean]
        if not clean:
            return None
        first = min(clean)
        self._frontier.remove(first)
        heapq.heapify(self._frontier)
        return first[2]


def in_order(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """From top to bottom, those in other files last: the first is the least likely to follow from another."""
    return sorted(diagnostics, key=lambda d: (d.path is not None, d.range.start))


def _length(index: LineIndex, range_: Range) -> int:
    return index.offset(range_.end) - index.offset(range_.start)
