"""The tables of the trajectory store and how an older file is brought up to date.

A migration is SQL that takes the file from version *n* to *n + 1*; ``PRAGMA user_version`` holds the version. Migrations
are only ever appended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

TABLES = ("blobs", "environments", "environment_files", "trajectories", "turns", "outcomes", "feedback")
"""In an order in which rows can be inserted without breaking a reference."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE blobs (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        data BLOB NOT NULL
    );
    CREATE TABLE environments (
        id TEXT PRIMARY KEY,
        domain TEXT NOT NULL,
        path TEXT NOT NULL,
        target TEXT,
        body TEXT NOT NULL
    );
    CREATE INDEX environments_by_path ON environments (path);
    CREATE TABLE environment_files (
        environment TEXT NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        path TEXT NOT NULL,
        role TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blobs (sha256),
        PRIMARY KEY (environment, ordinal)
    );
    CREATE INDEX environment_files_by_path ON environment_files (path);
    CREATE INDEX environment_files_by_blob ON environment_files (sha256);
    CREATE TABLE trajectories (
        id TEXT PRIMARY KEY,
        environment TEXT NOT NULL REFERENCES environments (id),
        created REAL NOT NULL,
        verdict TEXT NOT NULL,
        provenance TEXT NOT NULL,
        checked TEXT NOT NULL,
        not_checked TEXT NOT NULL,
        metadata TEXT NOT NULL
    );
    CREATE INDEX trajectories_by_environment ON trajectories (environment);
    CREATE INDEX trajectories_by_time ON trajectories (created);
    CREATE TABLE turns (
        trajectory TEXT NOT NULL REFERENCES trajectories (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blobs (sha256),
        reasoning TEXT NOT NULL,
        proposer TEXT NOT NULL,
        edits TEXT NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (trajectory, ordinal)
    );
    CREATE INDEX turns_by_blob ON turns (sha256);
    CREATE TABLE outcomes (
        trajectory TEXT NOT NULL,
        turn INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        tool TEXT NOT NULL,
        stage TEXT NOT NULL,
        label TEXT NOT NULL,
        provenance TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (trajectory, turn, ordinal),
        FOREIGN KEY (trajectory, turn) REFERENCES turns (trajectory, ordinal) ON DELETE CASCADE
    );
    CREATE INDEX outcomes_by_label ON outcomes (tool, label);
    CREATE TABLE feedback (
        id TEXT PRIMARY KEY,
        trajectory TEXT NOT NULL REFERENCES trajectories (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        at REAL NOT NULL,
        sha256 TEXT REFERENCES blobs (sha256),
        detail TEXT NOT NULL
    );
    CREATE INDEX feedback_by_trajectory ON feedback (trajectory, at);
    CREATE INDEX feedback_by_blob ON feedback (sha256);
    """,
)


class NewerSchema(sqlite3.DatabaseError):
    """The file was written by a later release; this one must not touch it."""


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring the file to the newest version, in one transaction that other processes wait for.

    Raises ``NewerSchema`` when the file is of a later release, and ``sqlite3.Error`` with the file unchanged when a
    migration fails.
    """
    if _version(connection, migrations) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have migrated while this one waited for the lock.
        for sql in migrations[_version(connection, migrations) :]:
            for statement in sql.split(";"):
                if statement.strip():
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, migrations: Sequence[str]) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise NewerSchema(f"its format is {version}, this release knows up to {len(migrations)}")
    return version
