"""What a repair came to: the contract of ``hardsight fix --format json``, and the trajectory it leaves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assistant.change import minimal_edits, unified_diff
from assistant.repair import Edit, Proposal
from assistant.search import State
from assistant.verification import Verification
from backends.environment import Environment
from backends.outcome import Outcome
from icwm.trajectory import Trajectory, Turn, VerdictProvenance

MAX_FAILED_TURNS = 8


class Status(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    CLEAN = "clean"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life: ``stage`` is ``search``, ``verify``, ``thinking`` or ``turn``; ``message`` is for the user."""

    stage: str
    message: str
    turn: int = 0
    states: int = 0


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A header, module or import that had to be repaired as well. ``path`` is absolute."""

    path: str
    original: str
    code: str

    @property
    def edits(self) -> tuple[Edit, ...]:
        return minimal_edits(self.original, self.code)

    @property
    def diff(self) -> str:
        return unified_diff(self.original, self.code, self.path.lstrip("/"))

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.path,
            "edits": [e.to_json() for e in self.edits],
            "diff": self.diff,
            "code": self.code,
        }


@dataclass(frozen=True, slots=True)
class RepairResult:
    """``code`` is the repaired file, or the original when nothing is offered. ``edits`` are against the original.

    ``outcomes`` are those of ``code``, static first; ``reasons`` say why it is not verified, or why there is nothing.
    """

    file: str
    status: Status
    original: str
    code: str
    proposer: str = ""
    turns: int = 0
    edits: tuple[Edit, ...] = ()
    checked: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    thinking: str = ""
    seconds: float = 0.0
    trajectory_id: str | None = None
    trajectory: Trajectory | None = None
    outcomes: tuple[Outcome, ...] = ()
    reasons: tuple[str, ...] = ()
    missing_tools: tuple[str, ...] = ()
    """What to install, when a tool that the file needs is missing."""
    steps: tuple[Proposal, ...] = ()
    other_files: tuple[OtherFile, ...] = ()
    """What must change in other files for the file to pass."""

    @property
    def diff(self) -> str:
        return unified_diff(self.original, self.code, self.file.lstrip("/"))

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "status": str(self.status),
            "proposer": self.proposer,
            "turns": self.turns,
            "edits": [e.to_json() for e in self.edits],
            "diff": self.diff,
            "code": self.code,
            "checked": list(self.checked),
            "not_checked": list(self.not_checked),
            "thinking": self.thinking,
            "seconds": round(self.seconds, 3),
            "trajectory_id": self.trajectory_id,
            "reasons": list(self.reasons),
            "other_files": [f.to_json() for f in self.other_files],
        }


@dataclass(frozen=True, slots=True)
class Attempt:
    """A version that the real tools were asked about, and their verdict."""

    state: State
    verification: Verification
    seconds: float = 0.0


def proposer_name(proposals: Sequence[Proposal]) -> str:
    """``repair:a+b``, each name once, in the order of their first use; a model's name stands alone."""
    names = list(dict.fromkeys(p.repair for p in proposals))
    models = [n for n in names if n.startswith("model:")]
    if models:
        return models[0]
    return "repair:" + "+".join(names) if names else ""


def thinking_of(proposals: Sequence[Proposal]) -> str:
    """The diagnoses that led to the repair, one a line."""
    return "\n".join(dict.fromkeys(p.diagnosis for p in proposals if p.diagnosis))


@dataclass
class History:
    """Collects the turns of one repair: the original, what failed, and the winning path last."""

    environment: Environment
    original: str
    outcomes: tuple[Outcome, ...]
    started: float = field(default_factory=time.time)
    failed: list[Attempt] = field(default_factory=list)

    def turns(
        self, winner: Attempt | None = None, between: Sequence[tuple[str, tuple[Outcome, ...]]] = ()
    ) -> tuple[Turn, ...]:
        """``between`` are the versions on the winning path before the last, with what every tool said of each."""
        turns = [Turn(self.original, self.outcomes, proposer="user")]
        # A version on the winning path may have failed by itself; it is told once, as a step.
        steps = {code for code, _ in between} | ({winner.state.code} if winner is not None else set())
        for attempt in [a for a in self.failed if a.state.code not in steps][:MAX_FAILED_TURNS]:
            turns.append(
                self._turn(
                    turns[-1].code,
                    attempt.state.code,
                    attempt.state.path,
                    attempt.verification.outcomes,
                    attempt.seconds,
                )
            )
        if winner is not None:
            path = winner.state.path
            for position, (code, outcomes) in enumerate(between):
                turns.append(self._turn(turns[-1].code, code, path[position : position + 1], outcomes, 0.0))
            last = path[len(between) :]
            turns.append(
                self._turn(turns[-1].code, winner.state.code, last, winner.verification.outcomes, winner.seconds)
            )
        return tuple(turns)

    def trajectory(self, turns: tuple[Turn, ...], status: Status, verification: Verification | None) -> Trajectory:
        return Trajectory(
            environment=self.environment,
            turns=turns,
            verdict=str(status),
            provenance=VerdictProvenance.REAL,
            checked=() if verification is None else verification.checked,
            not_checked=() if verification is None else verification.not_checked,
            created=self.started,
            metadata={} if verification is None else {"reasons": list(verification.reasons)},
        )

    def _turn(
        self, before: str, after: str, proposals: Sequence[Proposal], outcomes: tuple[Outcome, ...], seconds: float
    ) -> Turn:
        return Turn(
            code=after,
            outcomes=outcomes,
            reasoning=thinking_of(proposals),
            proposer=proposer_name(proposals),
            edits=tuple(e.to_json() for e in minimal_edits(before, after)),
            seconds=seconds,
        )
