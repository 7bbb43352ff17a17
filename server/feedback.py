"""What the user did with an offered fix: shown, accepted, rejected, edited soon after. Written outside the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

from backends.outcome import Position, Range
from icwm.store import TrajectoryStore, UnknownTrajectory
from icwm.trajectory import EDIT_WINDOW_SECONDS, Feedback, Turn
from server.diagnostic_store import moved_range
from server.documents import Document, Replacement

logger = logging.getLogger(__name__)

SETTLED_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class _Watched:
    """An accepted fix whose place is watched for a minute."""

    trajectory: str
    path: str
    ranges: tuple[Range, ...]
    until: float
    touched: bool = False


class FeedbackRecorder:
    """One session's feedback on trajectories. ``document`` finds the text of an open file."""

    def __init__(
        self,
        executor: Executor,
        store: Callable[[], TrajectoryStore],
        document: Callable[[str], Document | None],
    ) -> None:
        self._executor = executor
        self._store = store
        self._document = document
        self._watched: dict[str, _Watched] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def record(self, trajectory: str, kind: Feedback) -> asyncio.Future[bool]:
        """The future tells whether the trajectory is known."""
        return self._in_thread(lambda: self._store().add_feedback(trajectory, kind))

    def accepted(self, trajectory: str, path: str, ranges: Iterable[Range]) -> asyncio.Future[bool]:
        """``ranges`` is where the repaired code is now; changed within a minute, the change is kept too."""
        now = asyncio.get_running_loop().time()
        self._watched[trajectory] = _Watched(trajectory, path, tuple(ranges), now + EDIT_WINDOW_SECONDS)
        self._timer(trajectory, EDIT_WINDOW_SECONDS - 1)
        return self.record(trajectory, Feedback.ACCEPTED)

    def edited(self, path: str, replacements: Iterable[Replacement]) -> None:
        for watched in [w for w in self._watched.values() if w.path == path]:
            for replacement in replacements:
                watched = _after(watched, replacement)
            self._watched[watched.trajectory] = watched
            if watched.touched:
                # Not each keystroke is a correction: wait until the typing rests.
                self._timer(watched.trajectory, SETTLED_SECONDS)

    def closed(self, path: str, document: Document) -> None:
        for watched in [w for w in self._watched.values() if w.path == path]:
            self._settle(watched.trajectory, document)

    async def close(self) -> None:
        for trajectory in list(self._watched):
            self._settle(trajectory)

    def _timer(self, trajectory: str, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if (timer := self._timers.pop(trajectory, None)) is not None:
            timer.cancel()
        left = self._watched[trajectory].until - 0.5 - loop.time()
        self._timers[trajectory] = loop.call_later(max(0.0, min(seconds, left)), self._settle, trajectory)

    def _settle(self, trajectory: str, document: Document | None = None) -> None:
        watched = self._watched.pop(trajectory, None)
        if (timer := self._timers.pop(trajectory, None)) is not None:
            timer.cancel()
        if watched is None or not watched.touched:
            return
        document = document or self._document(watched.path)
        if document is not None:
            turn = Turn(document.text, (), proposer="user")
            self._in_thread(lambda: self._store().add_edit(trajectory, turn))

    def _in_thread(self, work: Callable[[], Any]) -> asyncio.Future[bool]:
        def run() -> bool:
            try:
                work()
            except UnknownTrajectory as error:
                logger.info("Feedback on a trajectory that is not kept (any more): %s", error)
                return False
            return True

        return asyncio.get_running_loop().run_in_executor(self._executor, run)


def _after(watched: _Watched, replacement: Replacement) -> _Watched:
    """The watched places after an edit; touched when it changed one of them."""
    edit = Range(replacement.start, replacement.end)
    touched = watched.touched or any(r.start <= edit.end and edit.start <= r.end for r in watched.ranges)
    ranges = tuple(moved_range(r, replacement) or r for r in watched.ranges)
    return replace(watched, ranges=ranges, touched=touched)


def places_of(edits: Iterable[tuple[Range, str]]) -> list[Range]:
    """Where the new texts of some edits (in order, against the old text) are after all of them were applied."""
    places: list[Range] = []
    line_shift = 0
    for span, text in edits:
        lines = text.split("\n")
        start = Position(span.start.line + line_shift, span.start.column)
        end = Position(start.line + len(lines) - 1, len(lines[-1]) + (start.column if len(lines) == 1 else 0))
        places.append(Range(start, end))
        line_shift += len(lines) - 1 - (span.end.line - span.start.line)
    return places
