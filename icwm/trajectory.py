"""Turns and trajectories: what was tried, why, and what the tools (or the world model) answered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backends.environment import Environment
from backends.outcome import Outcome

EDIT_WINDOW_SECONDS = 60.0
"""A change of an accepted fix counts as ``Feedback.EDITED`` when it comes within this time."""


def code_digest(code: str) -> str:
    """SHA-256 of the UTF-8 text; the address of code in the store."""
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


class VerdictProvenance(StrEnum):
    """Who gave the final verdict on a trajectory."""

    REAL = "real"
    ICWM = "icwm"
    HUMAN = "human"


class Feedback(StrEnum):
    """What became of an offered fix."""

    OFFERED = "offered"
    SHOWN = "shown"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    """Accepted, then changed by the user in the repaired place within a minute."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One step (S, r, c, o): the reasoning that led to ``code`` and what every tool said of it.

    The first turn of a repair is the broken code as it was found, with ``proposer`` ``"user"`` and empty reasoning.
    """

    code: str
    outcomes: tuple[Outcome, ...]
    reasoning: str = ""
    proposer: str = ""
    """``user``, ``repair:<name>`` or ``model:<name>``."""
    edits: tuple[Mapping[str, Any], ...] = ()
    """``{"range": …, "newText": …}`` against the code of the previous turn."""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """True when at least one tool answered and none of them found the code wanting."""
        return any(not o.label.failed for o in self.outcomes) and not any(o.label.failed for o in self.outcomes)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Turns in order, failed ones kept. ``verdict`` is ``verified``, ``unverified``, ``clean`` or ``none``."""

    environment: Environment
    turns: tuple[Turn, ...]
    verdict: str
    provenance: VerdictProvenance
    checked: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    identifier: str = ""
    created: float = 0.0
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """One thing the user did with an offered fix. ``at`` is seconds since the epoch; ``code`` the text after an edit."""

    kind: Feedback
    at: float
    code: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    identifier: str = ""
