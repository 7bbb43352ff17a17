"""Decides whether a repair is verified, as the design defines it.

Every real backend that failed before passes, none that passed before fails, the testbench (if any) passes, and what others
rely on is unchanged. Deleting the offending code or weakening a check is never a fix. Where the old code still elaborated,
outputs that the change does not reach are proven equivalent. What could not be checked is told, never assumed.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto
from typing import cast

from assistant.equivalence import compare_outputs, names_in
from assistant.hazards import CHANGES_BEHAVIOUR, cut_nets, hazard, mixed_steps
from assistant.interface import Interface, compare, interface_of
from assistant.new_hazards import new_hazards, scalar_counters
from assistant.oracle import Oracle, oracle_of
from assistant.weakening import weakenings
from backends.confirm import confirm, confirm_all
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.text import LineIndex

BROKEN_CODE_SECONDS = 8.0
MAX_QUESTIONS_TOLD = 3
_NO_ANSWER_STAGES = frozenset({Stage.LINT, Stage.SYNTHESIZE, Stage.PLACE, Stage.EQUIVALENCE})


class Verdict(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    """Nothing speaks against it, but something that the design asks for could not be shown."""
    REJECTED = "rejected"


class Patience(Enum):
    """How long tools are waited for once one has found the code wanting, so that it cannot be verified any more."""

    ALL = auto()
    QUICK = auto()
    """Until only synthesis, or the compilers of a kernel that ran wrong, are still at work."""
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Verification:
    """``outcomes`` are those of the repaired code, the static front end's first; ``reasons`` say why it is not verified."""

    verdict: Verdict
    checked: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    reasons: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    """Tools that still find fault."""
    agreed: bool = False
    """A testbench or test, which knows what is meant, has passed."""
    complete: bool = True
    """False when slow tools were not waited for, because a quick one had already found the code wanting."""

    @property
    def settled(self) -> bool:
        """True when no tool finds fault and nothing was broken: more turns cannot make it any better."""
        return self.verdict is not Verdict.REJECTED and not self.failing and len(self.outcomes) > 1

    @property
    def real(self) -> tuple[Outcome, ...]:
        return self.outcomes[1:]

    def summary(self) -> str:
        """``verified: slang, icarus, testbench; not checked: timing``."""
        parts = [f"{self.verdict}: {', '.join(self.checked or ('nothing',))}"]
        if self.reasons:
            parts.append("because " + "; ".join(self.reasons))
        if self.not_checked:
            parts.append("not checked: " + ", ".join(self.not_checked))
        return "; ".join(parts)


@dataclass(frozen=True)
class Baseline:
    """The original: its code and what the static front end and the real tools said of it."""

    code: str
    environment: Environment
    static: Outcome
    real: tuple[Outcome, ...]
    interface: Interface

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return (self.static, *self.real)

    @property
    def failing(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.label.failed or o.errors)


async def baseline_of(code: str, environment: Environment, static: Outcome, *, trusted: bool) -> Baseline:
    """Run every real tool on the original."""
    shown = _with_less_time(environment) if static.errors else environment
    real = await confirm_all(code, shown, trusted=trusted)
    return Baseline(code, environment, static, tuple(real), interface_of(code, environment))


def _with_less_time(environment: Environment) -> Environment:
    """Code that does not compile can keep a tool busy without end, and what it then says tells nothing new."""
    limits = environment.settings.limits
    limits = replace(limits, wall_seconds=min(limits.wall_seconds, BROKEN_CODE_SECONDS))
    return replace(environment, settings=replace(environment.settings, limits=limits))


@dataclass
class _Case:
    """The case for and against a repair, as it is built up."""

    against: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    """Doubts that a testbench would settle."""
    changed: list[str] = field(default_factory=list)
    """Changes of the interface that the complaint may have called for; a testbench settles them, too."""
    doubts: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def screen(baseline: Baseline, code: str, static: Outcome, *, of_error: bool = True) -> Verification:
    """What can be told in milliseconds: ``REJECTED`` for sure, or ``UNVERIFIED`` until the real tools have spoken.

    ``of_error`` is false for the repair of a warning: it need not lessen the errors, only not add to them.
    """
    case = _Case()
    _static(baseline, code, static, case, of_error=of_error)
    _kept(baseline, code, case)
    return _verification(case, (static,), Verdict.UNVERIFIED)


async def verify(
    baseline: Baseline,
    code: str,
    static: Outcome,
    *,
    ambiguous: bool = False,
    answered: Sequence[Diagnostic] = (),
    trusted: bool = True,
    patience: Patience = Patience.ALL,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Verification:
    """Run the real tools on the repaired code and judge. Stops at the first answer that rejects it.

    ``patience`` says whether it may stop at the first that finds fault, too.
    ``ambiguous`` says that the tools' passing does not settle that this is what was meant; then only a testbench does.
    ``answered`` are the diagnostics that the repair is for: outputs they do not reach must behave as before.
    Cancelling kills the tools that still run.
    """
    case = _Case()
    _static(baseline, code, static, case)
    _kept(baseline, code, case)
    if case.against:
        return _verification(case, (static,), Verdict.REJECTED)
    before = {o.tool: o for o in baseline.real}
    outcomes: list[Outcome] = []
    answers = cast("AsyncGenerator[Outcome, None]", confirm(code, baseline.environment, trusted=trusted))
    async with aclosing(answers):
        async for outcome in answers:
            outcomes.append(outcome)
            if on_outcome is not None:
                on_outcome(outcome)
            _compare(before.pop(outcome.tool, None), outcome, baseline, code, case)
            if case.against:
                return _verification(case, (static, *outcomes), Verdict.REJECTED)
            if before and _enough(outcomes, before.values(), patience):
                return replace(_verification(case, (static, *outcomes), Verdict.UNVERIFIED), complete=False)
    case.against += [
        f"{lost.tool} no longer finds anything to check" for lost in before.values() if _hidden(lost, outcomes)
    ]
    oracle = oracle_of(code, baseline.environment, outcomes)
    _heard(oracle, baseline.environment, outcomes, case)
    if oracle.passed:
        case.checked += ["interface, as changed"] if case.changed else []
    else:
        case.doubts += case.changed[:MAX_QUESTIONS_TOLD] + case.questions[:MAX_QUESTIONS_TOLD]
        if not _compiled(baseline):
            case.doubts += _choices(answered)
        if ambiguous:
            case.doubts.append("another repair is as likely and there is no testbench to decide")
    if not any(o.label is Label.PASS for o in outcomes) and not case.doubts:
        case.doubts.append("no real tool could be run")
    if not case.against and not case.doubts:
        await _equivalence(baseline, code, answered, oracle, case)
    verdict = Verdict.REJECTED if case.against else Verdict.UNVERIFIED if case.doubts else Verdict.VERIFIED
    return replace(_verification(case, (static, *outcomes), verdict), agreed=oracle.passed is True)


def _static(baseline: Baseline, code: str, static: Outcome, case: _Case, *, of_error: bool = True) -> None:
    if static.label is Label.UNAVAILABLE:
        case.not_checked.append(f"{static.tool} ({_first_line(static.log)})")
        return
    if static.errors:
        was, now = len(baseline.static.errors), len(static.errors)
        first = static.errors[0]
        message = f"{static.tool} reports {now} error{'s' * (now > 1)}, first in line {first.range.start.line + 1}: {first.message}"
        (case.doubts if now < was + (not of_error) else case.against).append(message)
        return
    _warned(baseline.static, static, baseline.code, code, case)
    case.checked.append(static.tool)


def _kept(baseline: Baseline, code: str, case: _Case) -> None:
    """That nothing was taken away: what the code does, its checks, and what others rely on."""
    environment = baseline.environment
    blamed = _blamed(baseline.outcomes)
    case.against += weakenings(baseline.code, code, environment.domain, blamed, _refused(baseline))
    change = compare(baseline.interface, interface_of(code, environment), blamed, _named_by_neighbours(environment))
    case.against += change.broken
    case.not_checked += change.not_checked
    case.changed += change.doubtful
    if environment.domain is Domain.VERILOG and not _compiled(baseline):
        case.questions += [f"`{name}` counts, but is one bit wide" for name in scalar_counters(code)]
    if not change.broken and not change.doubtful:
        case.checked.append("interface")


def _compare(before: Outcome | None, after: Outcome, baseline: Baseline, code: str, case: _Case) -> None:
    name = after.tool if after.target is None else f"{after.tool} for {after.target}"
    if after.label is Label.UNAVAILABLE:
        case.not_checked.append(f"{name} ({_first_line(after.log)})")
        return
    failed = after.label.failed or bool(after.errors)
    if after.label is Label.TIMEOUT and after.stage in _NO_ANSWER_STAGES:
        if before is not None and before.label is Label.PASS:
            case.against.append(f"{name} passed before and now takes too long")
        else:
            case.not_checked.append(f"{name} (no answer in time)")
    elif failed and before is not None and before.label is Label.PASS and not before.errors:
        case.against.append(f"{name} passed before and now reports {_complaint(after)}")
    elif failed and not after.label.failed and before is not None and len(after.errors) > len(before.errors) > 0:
        case.against.append(f"{name} now reports {_complaint(after)}")
    elif failed:
        case.doubts.append(f"{name} reports {_complaint(after)}")
    else:
        _warned(before, after, baseline.code, code, case)
        case.checked.append(name)


def _enough(outcomes: Sequence[Outcome], awaited: Iterable[Outcome], patience: Patience) -> bool:
    """Whether what was found wanting need not be seen by the tools still awaited, which cannot make up for it."""
    failed = {o.stage for o in outcomes if o.label.failed}
    if not failed or patience is Patience.ALL:
        return False
    slow = {Stage.SYNTHESIZE, Stage.PLACE} | ({Stage.COMPILE} if Stage.RUN in failed else set())
    return patience is Patience.NONE or all(o.stage in slow for o in awaited)


def _hidden(lost: Outcome, outcomes: Sequence[Outcome]) -> bool:
    """Whether a tool that no longer applies had seen the code at work before: a repair must not hide code from a tool.

    One that only stopped at an error it could not get past loses nothing, and one simulator may stand in for another.
    """
    if lost.label in (Label.UNAVAILABLE, Label.COMPILATION_ERROR):
        return False
    stands_in = any(o.stage is Stage.SIMULATE and o.label is not Label.UNAVAILABLE for o in outcomes)
    return not (lost.stage is Stage.SIMULATE and stands_in)


def _warned(before: Outcome | None, after: Outcome, old: str, new: str, case: _Case) -> None:
    found = new_hazards(before, after, old, new)
    case.against += found.against
    case.questions += found.questions


def _heard(oracle: Oracle, environment: Environment, outcomes: Sequence[Outcome], case: _Case) -> None:
    """What a testbench or test had to say, and what nothing was asked about."""
    if oracle.passed:
        case.checked.append(oracle.name)
    elif oracle.silent:
        case.not_checked.append(f"behaviour (the {oracle.silent} passes, but compares nothing)")
    elif oracle.name and oracle.passed is None:
        case.doubts.append(f"{_the(oracle.name)} could not be run")
    elif not oracle.name and environment.domain is Domain.VERILOG:
        case.not_checked.append("behaviour (no testbench)")
    if environment.domain is Domain.VERILOG and not any(
        o.stage is Stage.PLACE and o.label is Label.PASS for o in outcomes
    ):
        case.not_checked.append("timing")


def _the(name: str) -> str:
    return f"the {name}" if name == "testbench" else name


_ANSWERED_ALIKE = frozenset({"undeclared net", "blocking assignment in a register"})
"""Kinds whose repairs say themselves whether there is a choice."""


def _choices(answered: Sequence[Diagnostic]) -> list[str]:
    """Complaints that have several answers by their nature: which driver stays, what an open branch assigns."""
    kinds_answered = dict.fromkeys(kind for d in answered if (kind := hazard(d)) in CHANGES_BEHAVIOUR)
    return [
        f"only a testbench can tell what was meant where the tools found {kind}"
        for kind in kinds_answered
        if kind not in _ANSWERED_ALIKE
    ]


async def _equivalence(
    baseline: Baseline, code: str, answered: Sequence[Diagnostic], oracle: Oracle, case: _Case
) -> None:
    """Prove with Yosys that outputs which the complaint does not reach are as before, where the old code elaborated.

    Code that compiled did something already. Unless something that knows what is meant has agreed to the change, all its
    outputs must be shown to do the same still.
    """
    environment = baseline.environment
    if environment.domain is not Domain.VERILOG or baseline.static.errors:
        return
    everything = not oracle.passed and _compiled(baseline)
    synthesized = any(o.stage is Stage.SYNTHESIZE and o.label is Label.PASS for o in baseline.real)
    if synthesized and (everything or any(d.path is None for d in answered)):
        found = await compare_outputs(baseline.code, code, environment, baseline.interface, answered, everything)
        for name in found.broken:
            case.against.append(f"output `{name}` behaves differently, though nothing was wrong with it")
        if found.proven:
            case.checked.append(f"equivalence of {', '.join(found.proven)}")
        if found.unknown:
            case.not_checked.append(found.unknown)
        everything = everything and not found.all_proven
    elif synthesized:
        case.not_checked.append("equivalence of other outputs (the complaint names no place in this file)")
    if everything:
        case.doubts.append("it changes what the code does, and there is no testbench to tell whether that is meant")


def _compiled(baseline: Baseline) -> bool:
    """Whether the tools accepted the original as it was, and took it for what it says."""
    compiling = [o for o in baseline.outcomes if o.stage in (Stage.STATIC, Stage.COMPILE, Stage.LINT)]
    refused = any(o.label is Label.COMPILATION_ERROR or o.errors for o in compiling)
    return not refused and not any(
        cut_nets(o.diagnostics) or mixed_steps(baseline.code, o.diagnostics) for o in compiling
    )


def _blamed(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """Names that the errors of the original are about."""
    names: set[str] = set()
    for outcome in outcomes:
        for d in outcome.diagnostics:
            if d.severity is Severity.ERROR:
                names |= names_in(d)
    return frozenset(names)


def _refused(baseline: Baseline) -> list[tuple[int, int]]:
    """Where the launch of an autotuned kernel passes what the autotuner sets: nothing but its removal can be meant."""
    lines = LineIndex(baseline.code)
    return [
        (lines.offset(d.range.start), lines.offset(d.range.end))
        for d in baseline.static.diagnostics
        if d.code == "autotune-conflict"
    ]


def _named_by_neighbours(environment: Environment) -> frozenset[str]:
    """Names by which neighbouring files connect ports: ``.enable(...)``."""
    names: set[str] = set()
    if environment.domain is Domain.VERILOG:
        for file in environment.files:
            names.update(re.findall(r"\.\s*([A-Za-z_]\w*)\s*\(", file.text))
    return frozenset(names)


def _verification(case: _Case, outcomes: tuple[Outcome, ...], verdict: Verdict) -> Verification:
    if case.against:
        verdict = Verdict.REJECTED
    reasons = case.against if case.against else case.doubts
    failing = tuple(o.tool for o in outcomes if o.label.failed or o.errors)
    return Verification(verdict, _unique(case.checked), _unique(case.not_checked), outcomes, _unique(reasons), failing)


def _complaint(outcome: Outcome) -> str:
    first: Diagnostic | None = next(iter(outcome.errors), next(iter(outcome.diagnostics), None))
    if first is None:
        return str(outcome.label)
    where = "" if first.path is None else f"{first.path}, "
    return f"{outcome.label} ({where}line {first.range.start.line + 1}: {first.message})"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0] or "not available"


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
