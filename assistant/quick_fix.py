"""Fixes for one diagnostic, for an editor's light bulb, and the safe fixes of a whole file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace

from assistant.ambiguity import Rivals, undecided
from assistant.change import minimal_edits
from assistant.proposals import Repairs
from assistant.repair import Edit, Proposal
from assistant.repair_loop import Budget, repair
from assistant.repair_result import Attempt, History, Progress, RepairResult, Status
from assistant.repairs import repairs_for
from assistant.search import Allowance, State, StaticSearch
from assistant.verification import Baseline, Verdict, Verification, baseline_of, screen, verify
from backends.environment import Environment
from backends.outcome import Diagnostic, Outcome, Severity
from backends.registry import static_backends
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback, Trajectory

MAX_FIXES = 5
DOUBT_SECONDS = 10.0
"""At most this long other readings of the same error are looked for, when nothing knows which one is meant."""
COMPANIONS = Allowance(states=150, seconds=0.6)


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair of one diagnostic. ``edits`` are against the code it was asked for.

    Until ``verify_fix`` has run, ``verification`` is ``None`` and the fix may only be shown as not verified. When other
    errors keep the tools from passing, the fix is verified together with ``companions``, the further repairs that were
    needed; they are not part of ``edits``.
    """

    title: str
    diagnosis: str
    diagnostic: Diagnostic
    edits: tuple[Edit, ...]
    code: str
    proposal: Proposal
    safe: bool
    state: State
    preferred: bool = False
    verification: Verification | None = None
    companions: tuple[Proposal, ...] = ()
    trajectory: Trajectory | None = None
    trajectory_id: str | None = None

    @property
    def status(self) -> Status:
        verified = self.verification is not None and self.verification.verdict is Verdict.VERIFIED
        return Status.VERIFIED if verified else Status.UNVERIFIED


async def propose_fixes(
    diagnostic: Diagnostic,
    code: str,
    environment: Environment,
    *,
    outcomes: Sequence[Outcome] = (),
    repairs: Repairs | None = None,
) -> list[Fix]:
    """What would remove the diagnostic, as far as the static front end can tell: milliseconds, nothing is executed.

    ``outcomes`` are what the real tools have said of ``code`` so far; repairs may draw on them. The most promising fix
    comes first and is ``preferred`` when it is clearly ahead of the others.
    """
    repairs = Repairs(repairs_for(environment.domain)) if repairs is None else repairs
    search = _search(environment, repairs)
    root = replace(search.root(code), real=tuple(outcomes))
    found: list[tuple[float, Fix]] = []
    for _, proposal in search.proposals(root, [diagnostic]):
        child = search.step(root, proposal)
        await asyncio.sleep(0)
        if child is None or _remains(diagnostic, root, child) or len(child.static.errors) > len(root.static.errors):
            continue
        fix = Fix(
            title=proposal.title,
            diagnosis=proposal.diagnosis,
            diagnostic=diagnostic,
            edits=minimal_edits(code, child.code),
            code=child.code,
            proposal=proposal,
            safe=repairs.is_safe(proposal.repair),
            state=child,
        )
        found.append((child.estimate, fix))
    found.sort(key=lambda entry: entry[0])
    fixes = [fix for _, fix in found[:MAX_FIXES]]
    if fixes and not fixes[0].proposal.ambiguous:
        second = max((f.proposal.confidence for f in fixes[1:]), default=0.0)
        fixes[0] = replace(fixes[0], preferred=fixes[0].proposal.confidence > second)
    return fixes


async def verify_fix(
    fix: Fix,
    code: str,
    environment: Environment,
    *,
    trusted: bool = True,
    store: TrajectoryStore | None = None,
    repairs: Repairs | None = None,
) -> Fix | None:
    """The fix with what the real tools say of it; ``None`` when they reject it. Kept in ``store`` when it is offered."""
    started = time.monotonic()
    repairs = Repairs(repairs_for(environment.domain)) if repairs is None else repairs
    search = _search(environment, repairs)
    root = search.root(code)
    baseline = await baseline_of(code, environment, root.static, trusted=trusted)
    if _screened(baseline, fix).verdict is Verdict.REJECTED:
        return None
    search.push(replace(fix.state, ancestors=(root,)))
    whole = await search.next_goal(replace(COMPANIONS))
    if whole is None:
        verification = await _partial(baseline, fix, trusted)
        whole = fix.state
    else:
        whole = replace(whole, ancestors=(root, *whole.ancestors[1:]))
        verification = await verify(
            baseline,
            whole.code,
            whole.static,
            ambiguous=undecided(whole, environment.domain),
            answered=whole.answered,
            trusted=trusted,
        )
    if verification.verdict is Verdict.REJECTED:
        return None
    if verification.verdict is Verdict.VERIFIED and not verification.agreed:
        rivals = Rivals(baseline, search.front_end, repairs, trusted)
        if doubt := await rivals.doubt_about(whole, (), DOUBT_SECONDS):
            verification = replace(verification, verdict=Verdict.UNVERIFIED, reasons=(doubt,))
    companions = whole.path[len(fix.state.path) :]
    if companions:
        note = f"together with {len(companions)} other repair{'s' * (len(companions) > 1)}"
        verification = replace(verification, checked=(*verification.checked, note))
    history = History(environment, code, baseline.outcomes)
    attempt = Attempt(whole, verification, time.monotonic() - started)
    between = [(s.code, s.outcomes) for s in attempt.state.ancestors[1:]]
    fix = replace(fix, verification=verification, companions=companions)
    trajectory = history.trajectory(history.turns(attempt, between), fix.status, verification)
    if store is not None:
        identifier = await asyncio.to_thread(store.add, trajectory)
        await asyncio.to_thread(store.add_feedback, identifier, Feedback.OFFERED)
        trajectory = replace(trajectory, identifier=identifier)
        fix = replace(fix, trajectory_id=identifier)
    return replace(fix, trajectory=trajectory)


async def fixes_for(
    diagnostic: Diagnostic,
    code: str,
    environment: Environment,
    *,
    outcomes: Sequence[Outcome] = (),
    trusted: bool = True,
    store: TrajectoryStore | None = None,
    repairs: Repairs | None = None,
) -> AsyncIterator[Fix]:
    """Fixes that the real tools do not reject, each as soon as they have spoken; those verified say so."""
    for fix in await propose_fixes(diagnostic, code, environment, outcomes=outcomes, repairs=repairs):
        judged = await verify_fix(fix, code, environment, trusted=trusted, store=store, repairs=repairs)
        if judged is not None:
            yield judged


async def fix_all(
    code: str,
    environment: Environment,
    *,
    budget: Budget | None = None,
    trusted: bool = True,
    store: TrajectoryStore | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    repairs: Repairs | None = None,
) -> RepairResult:
    """Everything in the file that repairs marked safe can repair, verified as a whole."""
    repairs = Repairs(repairs_for(environment.domain)) if repairs is None else repairs
    return await repair(
        code,
        environment,
        budget=budget or Budget(),
        trusted=trusted,
        store=store,
        on_progress=on_progress,
        repairs=repairs.only_safe(),
    )


async def _partial(baseline: Baseline, fix: Fix, trusted: bool) -> Verification:
    """A fix of one error among others that nobody can repair yet: it can be shown to do no harm, and no more."""
    verification = _screened(baseline, fix)
    left = len(fix.state.static.errors)
    reason = f"{left} other error{'s' * (left != 1)} keep the tools from passing"
    return replace(verification, reasons=(*verification.reasons, reason))


def _screened(baseline: Baseline, fix: Fix) -> Verification:
    return screen(baseline, fix.code, fix.state.static, of_error=fix.diagnostic.severity is Severity.ERROR)


def _search(environment: Environment, repairs: Repairs) -> StaticSearch:
    (front_end, *_) = static_backends(environment.domain)
    return StaticSearch(environment, front_end, repairs, Allowance(400, 2.0))


def _remains(diagnostic: Diagnostic, before: State, after: State) -> bool:
    """True when the front end still says the same, as often as before. What a slow tool said it cannot tell."""

    def said(state: State) -> int:
        return sum(
            d.code == diagnostic.code and d.source == diagnostic.source and d.message == diagnostic.message
            for d in state.static.diagnostics
        )

    return 0 < said(before) <= said(after)
