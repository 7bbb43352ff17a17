"""One SQLite file of trajectories: rows in, rows out. What to do when the file fails is decided in ``icwm.store``."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.environment import Environment
from backends.outcome import Outcome
from icwm.record import environment_from_json
from icwm.schema import MIGRATIONS, TABLES, migrate
from icwm.trajectory import Feedback, FeedbackEvent, Trajectory, Turn, VerdictProvenance, code_digest

# Bound parameters per statement are limited; ids are handled in chunks well below that.
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of ``hardsight data list``. ``proposers`` are those of the turns after the first."""

    identifier: str
    created: float
    domain: str
    path: str
    verdict: str
    turns: int
    proposers: tuple[str, ...]
    feedback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which trajectories: all conditions given must hold; none given means all. ``before`` is seconds since the epoch."""

    identifiers: tuple[str, ...] = ()
    path: str | None = None
    before: float | None = None
    domain: str | None = None
    verdict: str | None = None

    @property
    def everything(self) -> bool:
        return self == Selection()

    def where(self) -> tuple[str, list[Any]]:
        """SQL condition over ``trajectories t JOIN environments e`` and its parameters."""
        parts: list[str] = ["1"]
        values: list[Any] = []
        if self.identifiers:
            parts.append("(" + " OR ".join("t.id LIKE ? ESCAPE '\\'" for _ in self.identifiers) + ")")
            values += [_like_prefix(i) for i in self.identifiers]
        if self.path is not None:
            parts.append(
                "(e.path = ? OR EXISTS (SELECT 1 FROM environment_files f WHERE f.environment = e.id AND f.path = ?))"
            )
            values += [self.path, self.path]
        for column, value in (
            ("t.created < ?", self.before),
            ("e.domain = ?", self.domain),
            ("t.verdict = ?", self.verdict),
        ):
            if value is not None:
                parts.append(column)
                values.append(value)
        return " AND ".join(parts), values


class Database:
    """A connection that may be used from several threads, one at a time. Every method raises ``sqlite3.Error`` on failure.

    ``path`` ``None`` is a database in memory.
    """

    def __init__(
        self, path: Path | None, *, busy_seconds: float = 10.0, migrations: Sequence[str] = MIGRATIONS
    ) -> None:
        self.path = path
        self.busy_seconds = busy_seconds
        if path is not None:
            # Created here so that nobody else can read the code in it.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self.connection = sqlite3.connect(
            ":memory:" if path is None else path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            self._configure()
            migrate(self.connection, migrations)
        except BaseException:
            self.connection.close()
            raise

    def _configure(self) -> None:
        execute = self.connection.execute
        execute("PRAGMA secure_delete = ON")
        execute("PRAGMA foreign_keys = ON")
        if self.path is None:
            return
        # The change to WAL does not wait for the busy timeout when two processes create the file at once.
        deadline = time.monotonic() + self.busy_seconds
        while True:
            try:
                execute("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction; takes the write lock at once so that it cannot fail half-way for being late."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def add(self, trajectory: Trajectory) -> None:
        """Insert a trajectory that has its ``identifier`` and ``created``."""
        with self.transaction() as c:
            environment = _add_environment(c, trajectory.environment)
            c.execute(
                "INSERT INTO trajectories VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    trajectory.identifier,
                    environment,
                    trajectory.created,
                    trajectory.verdict,
                    str(trajectory.provenance),
                    _json(list(trajectory.checked)),
                    _json(list(trajectory.not_checked)),
                    _json(dict(trajectory.metadata)),
                ),
            )
            for ordinal, turn in enumerate(trajectory.turns):
                _add_turn(c, trajectory.identifier, ordinal, turn)

    def add_feedback(self, identifier: str, event: FeedbackEvent, turn: tuple[int, Turn] | None = None) -> None:
        """Add an event and, for an edit, the turn it made, with the ordinal it has if the trajectory is kept elsewhere."""
        with self.transaction() as c:
            digest = None if event.code is None else _add_blob(c, event.code)
            c.execute(
                "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
                (event.identifier, identifier, str(event.kind), event.at, digest, _json(dict(event.detail))),
            )
            if turn is not None:
                last = c.execute("SELECT max(ordinal) FROM turns WHERE trajectory = ?", (identifier,)).fetchone()[0]
                _add_turn(c, identifier, turn[0] if last is None else last + 1, turn[1])

    def resolve(self, prefix: str) -> list[str]:
        """Identifiers that begin with ``prefix``; at most two, enough to tell whether it is unique."""
        rows = self.connection.execute(
            "SELECT id FROM trajectories WHERE id LIKE ? ESCAPE '\\' LIMIT 2", (_like_prefix(prefix),)
        )
        return [r[0] for r in rows]

    def get(self, identifier: str) -> Trajectory | None:
        row = self.connection.execute(
            "SELECT environment, created, verdict, provenance, checked, not_checked, metadata FROM trajectories WHERE id = ?",
            (identifier,),
        ).fetchone()
        if row is None:
            return None
        return Trajectory(
            environment=self._environment(row[0]),
            turns=self._turns(identifier),
            verdict=row[2],
            provenance=VerdictProvenance(row[3]),
            checked=tuple(json.loads(row[4])),
            not_checked=tuple(json.loads(row[5])),
            identifier=identifier,
            created=row[1],
            metadata=json.loads(row[6]),
        )

    def feedback(self, identifier: str) -> tuple[FeedbackEvent, ...]:
        rows = self.connection.execute(
            "SELECT id, kind, at, sha256, detail FROM feedback WHERE trajectory = ? ORDER BY at, rowid", (identifier,)
        ).fetchall()
        return tuple(
            FeedbackEvent(Feedback(r[1]), r[2], None if r[3] is None else self.code(r[3]), json.loads(r[4]), r[0])
            for r in rows
        )

    def code(self, digest: str) -> str:
        """The text of a blob. Raises ``KeyError`` when it is not there."""
        row = self.connection.execute("SELECT data FROM blobs WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass")

    def summaries(self, selection: Selection, limit: int | None) -> list[Summary]:
        """Newest first."""
        where, values = selection.where()
        rows = self.connection.execute(
            f"""SELECT t.id, t.created, e.domain, e.path, t.verdict,
                (SELECT json_group_array(proposer) FROM (SELECT proposer FROM turns WHERE trajectory = t.id ORDER BY ordinal)),
                (SELECT json_group_array(kind) FROM (SELECT kind FROM feedback WHERE trajectory = t.id ORDER BY at, rowid))
            FROM trajectories t JOIN environments e ON e.id = t.environment
            WHERE {where} ORDER BY t.created DESC, t.id LIMIT ?""",
            [*values, -1 if limit is None else limit],
        ).fetchall()
        out = []
        for identifier, created, domain, path, verdict, proposers, feedback in rows:
            names = json.loads(proposers)
            out.append(
                Summary(
                    identifier,
                    created,
                    domain,
                    path,
                    verdict,
                    len(names),
                    tuple(names[1:]),
                    tuple(json.loads(feedback)),
                )
            )
        return out

    def identifiers(self, selection: Selection) -> list[str]:
        """Oldest first."""
        where, values = selection.where()
        rows = self.connection.execute(
            f"SELECT t.id FROM trajectories t JOIN environments e ON e.id = t.environment WHERE {where} ORDER BY t.created, t.id",
            values,
        )
        return [r[0] for r in rows]

    def delete(self, identifiers: Sequence[str]) -> tuple[int, int]:
        """Delete trajectories with all that only they referred to; returns how many trajectories and how many texts went."""
        with self.transaction() as c:
            deleted = 0
            for start in range(0, len(identifiers), CHUNK):
                part = identifiers[start : start + CHUNK]
                marks = ", ".join("?" * len(part))
                deleted += c.execute(f"DELETE FROM trajectories WHERE id IN ({marks})", part).rowcount
            c.execute("DELETE FROM environments WHERE id NOT IN (SELECT environment FROM trajectories)")
            texts = c.execute(
                """DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM turns)
                AND sha256 NOT IN (SELECT sha256 FROM environment_files)
                AND sha256 NOT IN (SELECT sha256 FROM feedback WHERE sha256 IS NOT NULL)"""
            ).rowcount
        return deleted, texts

    def compact(self) -> bool:
        """Rewrite the file without what was deleted and empty the write-ahead log; False while another process holds it."""
        self.connection.execute("VACUUM")
        if self.path is None:
            return True
        return self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0

    def merge_into(self, other: Database) -> None:
        """Copy every row that ``other`` lacks, in one transaction of ``other``.

        Rows of a trajectory that neither side holds (it was forgotten meanwhile) are left out.
        """
        with other.transaction() as c:
            for table in TABLES:
                rows = self.connection.execute(f"SELECT * FROM {table}").fetchall()
                if table in ("turns", "outcomes", "feedback"):
                    column = 1 if table == "feedback" else 0
                    known = {r[0] for r in c.execute("SELECT id FROM trajectories")}
                    rows = [r for r in rows if r[column] in known]
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    c.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)

    def _environment(self, identifier: str) -> Environment:
        body = self.connection.execute("SELECT body FROM environments WHERE id = ?", (identifier,)).fetchone()[0]
        return environment_from_json(json.loads(body), self.code)

    def _turns(self, identifier: str) -> tuple[Turn, ...]:
        outcomes: dict[int, list[Outcome]] = {}
        for turn, body in self.connection.execute(
            "SELECT turn, body FROM outcomes WHERE trajectory = ? ORDER BY turn, ordinal", (identifier,)
        ):
            outcomes.setdefault(turn, []).append(Outcome.from_json(json.loads(zlib.decompress(body))))
        rows = self.connection.execute(
            "SELECT ordinal, sha256, reasoning, proposer, edits, seconds FROM turns WHERE trajectory = ? ORDER BY ordinal",
            (identifier,),
        ).fetchall()
        return tuple(
            Turn(self.code(r[1]), tuple(outcomes.get(r[0], ())), r[2], r[3], tuple(json.loads(r[4])), r[5])
            for r in rows
        )


def is_busy(error: sqlite3.Error) -> bool:
    """True when another process held the file for longer than the time allowed."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damaged(error: sqlite3.Error) -> bool:
    """True when the file itself is broken or not a database."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _add_blob(c: sqlite3.Connection, text: str) -> str:
    digest = code_digest(text)
    if c.execute("SELECT 1 FROM blobs WHERE sha256 = ?", (digest,)).fetchone() is None:
        raw = text.encode("utf-8", "surrogatepass")
        c.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?, ?)", (digest, len(raw), zlib.compress(raw)))
    return digest


def _add_environment(c: sqlite3.Connection, environment: Environment) -> str:
    body = json.dumps(environment.to_json(), sort_keys=True)
    identifier = code_digest(body)
    if c.execute("SELECT 1 FROM environments WHERE id = ?", (identifier,)).fetchone() is None:
        c.execute(
            "INSERT INTO environments VALUES (?, ?, ?, ?, ?)",
            (identifier, str(environment.domain), environment.path, environment.target, body),
        )
        for ordinal, file in enumerate(environment.files):
            c.execute(
                "INSERT INTO environment_files VALUES (?, ?, ?, ?, ?)",
                (identifier, ordinal, file.path, str(file.role), _add_blob(c, file.text)),
            )
    return identifier


def _add_turn(c: sqlite3.Connection, trajectory: str, ordinal: int, turn: Turn) -> None:
    c.execute(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            trajectory,
            ordinal,
            _add_blob(c, turn.code),
            turn.reasoning,
            turn.proposer,
            _json([dict(e) for e in turn.edits]),
            turn.seconds,
        ),
    )
    for position, outcome in enumerate(turn.outcomes):
        c.execute(
            "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                trajectory,
                ordinal,
                position,
                outcome.tool,
                str(outcome.stage),
                str(outcome.label),
                str(outcome.provenance),
                zlib.compress(_json(outcome.to_json()).encode()),
            ),
        )


def _json(value: Any) -> str:
    return json.dumps(value)


def _like_prefix(prefix: str) -> str:
    escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped + "%"
