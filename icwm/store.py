"""Where trajectories and feedback live: SQLite on this machine only, several editors at once, and nothing lost when it fails.

When the file cannot be written (full disk, no permission, a newer release's format), everything goes on in memory,
``problem`` says so, and what was kept is written as soon as the file can be. A damaged file is set aside, never deleted.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from icwm.database import Database, Selection, Summary, is_damaged
from icwm.trajectory import EDIT_WINDOW_SECONDS, Feedback, FeedbackEvent, Trajectory, Turn

FILE_NAME = "trajectories.sqlite"
EVERYTHING = Selection()

T = TypeVar("T")


def data_directory() -> Path:
    """``$HARDSIGHT_DATA_DIR``, else ``$XDG_DATA_HOME/hardsight``, else ``~/.local/share/hardsight``."""
    if explicit := os.environ.get("HARDSIGHT_DATA_DIR"):
        return Path(explicit)
    if xdg := os.environ.get("XDG_DATA_HOME"):
        return Path(xdg) / "hardsight"
    return Path.home() / ".local" / "share" / "hardsight"


class UnknownTrajectory(LookupError):
    """No trajectory, or more than one, has the identifier given."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """``complete`` is False while another process keeps old pages open; they go when it closes or at the next ``forget``."""

    trajectories: int
    texts: int
    complete: bool


class TrajectoryStore:
    """Every call is quick and may come from any thread. None raises for a fault of the file; ``problem`` then tells.

    ``on_problem`` is called with each new message for the user. The file is opened at the first use.
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        busy_seconds: float = 10.0,
        on_problem: Callable[[str], None] | None = None,
    ) -> None:
        self.path = (directory or data_directory()) / FILE_NAME
        self.busy_seconds = busy_seconds
        self.on_problem = on_problem
        self.problem: str | None = None
        self._lock = threading.RLock()
        self._disk: Database | None = None
        self._memory: Database | None = None

    def __enter__(self) -> TrajectoryStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, trajectory: Trajectory) -> str:
        """Keep a trajectory; returns its identifier (made here when it has none)."""
        trajectory = replace(
            trajectory,
            identifier=trajectory.identifier or uuid.uuid4().hex,
            created=trajectory.created or time.time(),
        )
        self._write(lambda database: database.add(trajectory))
        return trajectory.identifier

    def add_feedback(
        self, identifier: str, kind: Feedback, *, at: float | None = None, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Record what became of the fix of a trajectory. Raises ``UnknownTrajectory``."""
        event = FeedbackEvent(kind, time.time() if at is None else at, None, detail or {}, uuid.uuid4().hex)
        self._write_at(identifier, lambda database: database.add_feedback(identifier, event))

    def add_edit(self, identifier: str, turn: Turn, *, at: float | None = None) -> bool:
        """Record that the user changed an accepted fix to ``turn.code``: an ``edited`` event and a last turn.

        Only within ``EDIT_WINDOW_SECONDS`` of the acceptance; returns whether it was. Raises ``UnknownTrajectory``.
        """
        now = time.time() if at is None else at
        accepted = [e.at for e in self.feedback(identifier) if e.kind is Feedback.ACCEPTED]
        if not accepted or not 0 <= now - max(accepted) <= EDIT_WINDOW_SECONDS:
            return False
        event = FeedbackEvent(Feedback.EDITED, now, turn.code, {}, uuid.uuid4().hex)
        ordinal = len(self.get(identifier).turns)
        self._write_at(identifier, lambda database: database.add_feedback(identifier, event, (ordinal, turn)))
        return True

    def get(self, identifier: str) -> Trajectory:
        """A trajectory by its identifier or a unique beginning of it. Raises ``UnknownTrajectory``."""
        full = self._resolve(identifier)
        for trajectory in self._read(lambda database: database.get(full)):
            if trajectory is not None:
                return trajectory
        raise UnknownTrajectory(f"there is no trajectory {identifier}")

    def feedback(self, identifier: str) -> tuple[FeedbackEvent, ...]:
        """What became of a fix, in the order in which it happened. Raises ``UnknownTrajectory``."""
        full = self._resolve(identifier)
        events = {e.identifier: e for part in self._read(lambda database: database.feedback(full)) for e in part}
        return tuple(sorted(events.values(), key=lambda e: e.at))

    def summaries(self, selection: Selection = EVERYTHING, limit: int | None = None) -> list[Summary]:
        """Newest first."""
        parts = self._read(lambda database: database.summaries(selection, limit))
        rows = sorted((s for part in parts for s in part), key=lambda s: (-s.created, s.identifier))
        return rows[:limit]

    def trajectories(self, selection: Selection = EVERYTHING) -> Iterator[tuple[Trajectory, tuple[FeedbackEvent, ...]]]:
        """Oldest first, one at a time, so that an export of any size needs little memory."""
        parts = self._read(lambda database: database.identifiers(selection))
        for identifier in [i for part in parts for i in part]:
            try:
                yield self.get(identifier), self.feedback(identifier)
            except UnknownTrajectory:
                # Another process forgot it meanwhile.
                continue

    def forget(self, selection: Selection) -> Forgotten:
        """Delete trajectories, their feedback, and all code that nothing else refers to, from the file and its log.

        Raises ``sqlite3.Error`` or ``OSError`` when the file cannot be changed: a deletion that did not happen must not
        look done.
        """
        trajectories = texts = 0
        complete = True
        with self._lock:
            databases = [self._open()] + ([] if self._memory is None else [self._memory])
            for database in databases:
                found = database.identifiers(selection)
                gone, blobs = database.delete(found)
                trajectories, texts = trajectories + gone, texts + blobs
                complete = database.compact() and complete
        return Forgotten(trajectories, texts, complete)

    def flush(self) -> bool:
        """Try to write what is kept in memory; True when nothing remains there."""
        with self._lock:
            return self._memory is None or self._flush()

    def close(self) -> None:
        """Write what can be written and let go of the file. ``problem`` tells whether something had to stay behind."""
        with self._lock:
            self.flush()
            for database in (self._disk, self._memory):
                if database is not None:
                    database.close()
            self._disk = self._memory = None

    # -- the file, or memory while the file fails

    def _open(self) -> Database:
        if self._disk is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                self._disk = Database(self.path, busy_seconds=self.busy_seconds)
            except sqlite3.Error as error:
                if not is_damaged(error):
                    raise
                self._set_aside(error)
                self._disk = Database(self.path, busy_seconds=self.busy_seconds)
        return self._disk

    def _write(self, operation: Callable[[Database], T]) -> T:
        with self._lock:
            if self._memory is not None and not self._flush():
                return operation(self._memory)
            try:
                try:
                    result = operation(self._open())
                except sqlite3.Error as error:
                    if not is_damaged(error):
                        raise
                    self._set_aside(error)
                    result = operation(self._open())
                self.problem = None
                return result
            except sqlite3.IntegrityError:
                raise
            except (sqlite3.Error, OSError) as error:
                self._fail(error)
                if self._memory is None:
                    self._memory = Database(None)
                    # Feedback may belong to a trajectory that only the file holds.
                    self._memory.connection.execute("PRAGMA foreign_keys = OFF")
                return operation(self._memory)

    def _write_at(self, identifier: str, operation: Callable[[Database], None]) -> None:
        try:
            self._write(operation)
        except sqlite3.IntegrityError:
            raise UnknownTrajectory(f"there is no trajectory {identifier}") from None

    def _flush(self) -> bool:
        """Move what memory holds into the file."""
        assert self._memory is not None
        try:
            self._memory.merge_into(self._open())
        except (sqlite3.Error, OSError) as error:
            self._fail(error)
            return False
        self._memory.close()
        self._memory = None
        self.problem = None
        return True

    def _fail(self, error: Exception) -> None:
        if self._disk is not None:
            self._disk.close()
            self._disk = None
        self._tell(
            f"{self.path} cannot be used ({error}). Trajectories and feedback are kept in memory until it can; "
            f"free disk space, correct its permissions, or set HARDSIGHT_DATA_DIR to another directory."
        )

    def _tell(self, message: str) -> None:
        news = message != self.problem
        self.problem = message
        if news and self.on_problem is not None:
            self.on_problem(message)

    def _set_aside(self, error: sqlite3.Error) -> None:
        """Rename a damaged file, unless another process has already done so."""
        if self._disk is not None:
            self._disk.close()
            self._disk = None
        with (self.path.parent / f"{FILE_NAME}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _damaged(self.path):
                return
            kept = self.path.with_name(f"trajectories.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.sqlite")
            for suffix in ("", "-wal", "-shm"):
                source = self.path.with_name(self.path.name + suffix)
                if source.exists():
                    source.rename(kept.with_name(kept.name + suffix))
        if self.on_problem is not None:
            self.on_problem(
                f"{self.path} was damaged ({error}); it is kept as {kept.name} and a new one was started. "
                f"`sqlite3 {kept} .recover` can save what is readable."
            )

    def _databases(self) -> list[Database]:
        """The file and what memory holds besides; only what can be read."""
        with self._lock:
            if self._memory is not None:
                self._flush()
            found = []
            try:
                found.append(self._open())
            except (sqlite3.Error, OSError) as error:
                self._fail(error)
            if self._memory is not None:
                found.append(self._memory)
            return found

    def _read(self, operation: Callable[[Database], T]) -> list[T]:
        """What each database answers; a file that fails is set aside or reported, and does not answer."""
        with self._lock:
            answers = []
            for database in self._databases():
                try:
                    answers.append(operation(database))
                except sqlite3.Error as error:
                    if is_damaged(error):
                        self._set_aside(error)
                    else:
                        self._fail(error)
            return answers

    def _resolve(self, prefix: str) -> str:
        hits = {i for part in self._read(lambda database: database.resolve(prefix)) for i in part} if prefix else set()
        if prefix in hits:
            return prefix
        if len(hits) != 1:
            raise UnknownTrajectory(
                f"more than one trajectory begins with {prefix}" if hits else f"there is no trajectory {prefix!r}"
            )
        return hits.pop()


def _damaged(path: Path) -> bool:
    try:
        connection = sqlite3.connect(path, timeout=1.0)
    except sqlite3.Error as error:
        return is_damaged(error)
    try:
        return connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"
    except sqlite3.Error as error:
        return is_damaged(error)
    finally:
        connection.close()
