from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from icwm.database import Database, Selection
from icwm.schema import MIGRATIONS, TABLES
from icwm.store import FILE_NAME, TrajectoryStore, UnknownTrajectory, data_directory
from icwm.trajectory import Feedback, Turn
from tests.icwm.examples import BROKEN, FIXED, environment, trajectory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path):
    with TrajectoryStore(tmp_path / "data") as opened:
        yield opened


def raw_bytes(directory: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(directory.glob(f"{FILE_NAME}*")))


def test_what_is_kept_comes_back_unchanged(store, tmp_path):
    kept = trajectory(metadata={"hardsight": "0.1.0"})
    identifier = store.add(kept)
    with TrajectoryStore(tmp_path / "data") as other:
        again = other.get(identifier)
    assert again.created > 0
    assert replace(again, identifier="", created=0.0) == kept
    assert again.environment.digest() == kept.environment.digest()


def test_code_is_kept_once(store):
    store.add(trajectory())
    store.add(trajectory(path="/p/other.v"))
    rows = sqlite3.connect(store.path).execute("SELECT count(*), sum(length(data) < size + 20) FROM blobs").fetchone()
    assert rows == (3, 3)  # broken, fixed, testbench


def test_identifiers_may_be_shortened_while_unique(store):
    store.add(trajectory(identifier="aa11"))
    store.add(trajectory(identifier="aa22"))
    assert store.get("aa1").identifier == "aa11"
    for wrong in ("aa", "bb", "", "%", "aa__"):
        with pytest.raises(UnknownTrajectory):
            store.get(wrong)


def test_feedback_is_kept_in_order(store):
    identifier = store.add(trajectory())
    for at, kind in enumerate((Feedback.OFFERED, Feedback.SHOWN, Feedback.ACCEPTED), 100):
        store.add_feedback(identifier, kind, at=float(at), detail={"client": "neovim"})
    events = store.feedback(identifier)
    assert [e.kind for e in events] == [Feedback.OFFERED, Feedback.SHOWN, Feedback.ACCEPTED]
    assert events[0].detail == {"client": "neovim"}
    assert store.summaries()[0].feedback == ("offered", "shown", "accepted")
    with pytest.raises(UnknownTrajectory):
        store.add_feedback("nothing", Feedback.SHOWN)
    assert store.problem is None


def test_an_edit_counts_only_within_a_minute_of_the_acceptance(store):
    identifier = store.add(trajectory())
    turn = Turn(FIXED + "// mine\n", (), proposer="user")
    assert not store.add_edit(identifier, turn, at=1000.0)
    store.add_feedback(identifier, Feedback.ACCEPTED, at=1000.0)
    assert not store.add_edit(identifier, turn, at=1061.0)
    assert store.add_edit(identifier, turn, at=1030.0)
    edited = store.feedback(identifier)[-1]
    assert (edited.kind, edited.code) == (Feedback.EDITED, turn.code)
    assert [t.code for t in store.get(identifier).turns] == [BROKEN, FIXED, turn.code]


def test_selection(store):
    store.add(trajectory(path="/p/a.v", created=10.0, identifier="a"))
    store.add(trajectory(path="/p/b.v", created=20.0, identifier="b"))
    store.add(replace(trajectory(path="/p/c.v", created=30.0, identifier="c"), verdict="none"))

    def chosen(**conditions: object) -> list[str]:
        return [s.identifier for s in store.summaries(Selection(**conditions))]

    assert chosen() == ["c", "b", "a"]
    assert chosen(path="/p/b.v") == ["b"]
    assert chosen(path="/p/tb_m.v") == ["c", "b", "a"]
    assert chosen(before=20.0) == ["a"]
    assert chosen(verdict="none") == ["c"]
    assert chosen(domain="triton") == []
    assert chosen(identifiers=("a", "c")) == ["c", "a"]
    assert [s.identifier for s in store.summaries(limit=1)] == ["c"]


def test_forget_removes_the_code_itself(store, tmp_path):
    secret = "".join(random.Random(1).choices("abcdefghijklmnop", k=4000))
    kept = store.add(trajectory())
    gone = store.add(trajectory(path="/p/secret.v", broken=f"// {secret}", fixed=f"// fixed {secret}"))
    store.add_feedback(gone, Feedback.ACCEPTED, at=5.0)
    store.add_edit(gone, Turn(f"// edited {secret}", (), proposer="user"), at=6.0)
    with Database(store.path).connection as c:
        blobs = [r[0] for r in c.execute("SELECT data FROM blobs WHERE size > 4000")]
    assert len(blobs) == 3
    assert all(b in raw_bytes(tmp_path / "data") for b in blobs)

    forgotten = store.forget(Selection(path="/p/secret.v"))
    assert (forgotten.trajectories, forgotten.texts) == (1, 3)
    assert [s.identifier for s in store.summaries()] == [kept]
    assert store.get(kept).turns[1].code == FIXED
    store.close()
    left = raw_bytes(tmp_path / "data")
    assert not any(b[:200] in left or b[-200:] in left for b in blobs)


def test_forget_everything_leaves_empty_tables(store):
    for number in range(450):
        store.add(trajectory(path=f"/p/{number}.v", broken=f"// {number}"))
    assert store.forget(Selection()).trajectories == 450
    with Database(store.path).connection as c:
        assert [c.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES] == [0] * len(TABLES)


def test_an_older_file_is_migrated_and_keeps_its_rows(tmp_path):
    path = tmp_path / FILE_NAME
    old = Database(path)
    old.add(trajectory(identifier="old", created=1.0))
    old.close()
    newer = (*MIGRATIONS, "ALTER TABLE trajectories ADD COLUMN note TEXT; CREATE TABLE extra (id INTEGER)")
    new = Database(path, migrations=newer)
    assert new.connection.execute("SELECT id, note FROM trajectories").fetchall() == [("old", None)]
    assert new.connection.execute("PRAGMA user_version").fetchone() == (len(newer),)
    new.close()


def test_a_failed_migration_changes_nothing(tmp_path):
    path = tmp_path / FILE_NAME
    Database(path).close()
    with pytest.raises(sqlite3.OperationalError):
        Database(path, migrations=(*MIGRATIONS, "CREATE TABLE extra (id INTEGER); ALTER TABLE absent ADD COLUMN x"))
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").fetchone() == (0,)


def test_a_file_of_a_later_release_is_left_alone(tmp_path):
    Database(tmp_path / FILE_NAME, migrations=(*MIGRATIONS, "CREATE TABLE extra (id INTEGER)")).close()
    before = (tmp_path / FILE_NAME).read_bytes()
    messages: list[str] = []
    with TrajectoryStore(tmp_path, on_problem=messages.append) as store:
        identifier = store.add(trajectory())
        assert store.get(identifier).verdict == "verified"
    assert len(messages) == 1
    assert "its format is 2" in messages[0]
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_only_the_user_can_read_it(store):
    store.add(trajectory())
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_an_unusable_directory_keeps_everything_in_memory_until_it_can_be_written(tmp_path):
    (tmp_path / "data").write_text("a file where the directory should be")
    messages: list[str] = []
    store = TrajectoryStore(tmp_path / "data", on_problem=messages.append)
    first = store.add(trajectory())
    store.add_feedback(first, Feedback.SHOWN)
    second = store.add(trajectory(path="/p/n.v"))
    assert {s.identifier for s in store.summaries()} == {first, second}
    assert len(messages) == 1
    assert str(tmp_path / "data") in messages[0]
    assert "kept in memory" in messages[0]

    (tmp_path / "data").unlink()
    third = store.add(trajectory(path="/p/o.v"))
    assert store.problem is None
    store.close()
    with TrajectoryStore(tmp_path / "data") as again:
        assert {s.identifier for s in again.summaries()} == {first, second, third}
        assert [e.kind for e in again.feedback(first)] == [Feedback.SHOWN]


@pytest.mark.parametrize("damage", ["not a database", "truncated", "overwritten pages"])
def test_a_damaged_file_is_set_aside_and_a_new_one_started(tmp_path, damage):
    with TrajectoryStore(tmp_path) as store:
        for number in range(40):
            store.add(trajectory(path=f"/p/{number}.v", broken=f"// {number}" * 200))
    path = tmp_path / FILE_NAME
    good = path.read_bytes()
    match damage:
        case "not a database":
            broken = b"something else entirely\n" * 300
        case "truncated":
            broken = good[: len(good) // 3]
        case _:
            broken = good[:4096] + os.urandom(len(good) - 4096)
    path.write_bytes(broken)

    messages: list[str] = []
    with TrajectoryStore(tmp_path, on_problem=messages.append) as store:
        store.summaries()
        identifier = store.add(trajectory())
        assert store.problem is None
    with TrajectoryStore(tmp_path) as store:
        assert identifier in [s.identifier for s in store.summaries()]
    aside = list(tmp_path.glob("trajectories.damaged-*.sqlite"))
    assert len(aside) == 1
    assert aside[0].read_bytes() == broken
    assert len(messages) == 1
    assert aside[0].name in messages[0]


FILL = """
import resource, sys
from pathlib import Path
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback
from tests.icwm.examples import trajectory
store = TrajectoryStore(Path(sys.argv[1]))
first = store.add(trajectory(identifier="first"))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
import random
noise = random.Random(1)
for number in range(60):
    code = "".join(chr(noise.randrange(33, 126)) for _ in range(20_000))
    store.add(trajectory(identifier=f"n{number}", path=f"/p/{number}.v", broken=code))
assert store.problem and "kept in memory" in store.problem, store.problem
assert len(store.summaries()) == 61, len(store.summaries())
store.add_feedback("first", Feedback.SHOWN)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert store.flush()
assert store.problem is None
store.close()
"""


def test_a_full_disk_loses_nothing(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    with TrajectoryStore(tmp_path) as store:
        assert len(store.summaries()) == 61
        assert [e.kind for e in store.feedback("first")] == [Feedback.SHOWN]
        assert all(t.turns[1].code == FIXED for t, _ in store.trajectories())


WRITE_FOREVER = """
import sys
from pathlib import Path
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback
from tests.icwm.examples import trajectory
name, directory = sys.argv[1:]
with TrajectoryStore(Path(directory)) as store:
    number = 0
    while True:
        identifier = store.add(trajectory(identifier=f"{name}-{number}", broken=f"// {name} {number}" * 50))
        store.add_feedback(identifier, Feedback.OFFERED)
        assert store.problem is None, store.problem
        print(identifier, flush=True)
        number += 1
"""


def test_kill_9_during_writes_of_several_processes_loses_nothing_committed(tmp_path):
    committed: set[str] = set()
    noise = random.Random(0)
    for attempt in range(4):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITE_FOREVER, f"{attempt}-{n}", str(tmp_path)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for n in range(2)
        ]
        first_lines = [w.stdout.readline() for w in writers]
        time.sleep(noise.uniform(0.05, 0.3))
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        for writer, line in zip(writers, first_lines, strict=True):
            out, errors = writer.communicate()
            assert writer.returncode == -signal.SIGKILL, errors
            # A line cut off by the kill still names a committed trajectory only when it is whole.
            committed |= {i.strip() for i in [line, *out.splitlines(keepends=True)] if i.endswith("\n")}
    assert len(committed) >= 8
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with TrajectoryStore(tmp_path) as store:
        kept = {s.identifier: s for s in store.summaries()}
        assert committed <= kept.keys()
        assert all(kept[i].feedback == ("offered",) and kept[i].turns == 2 for i in committed)
        assert store.get(next(iter(committed))).turns[1].code == FIXED


WRITE_SOME = """
import sys
from pathlib import Path
from icwm.store import TrajectoryStore
from tests.icwm.examples import trajectory
name, directory = sys.argv[1:]
with TrajectoryStore(Path(directory)) as store:
    for number in range(30):
        store.add(trajectory(identifier=f"{name}-{number}", broken=f"// {name} {number}"))
    assert store.problem is None, store.problem
"""


def test_several_processes_create_and_write_at_once(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE_SOME, str(n), str(tmp_path / "new")], cwd=ROOT) for n in range(4)
    ]
    assert [w.wait(timeout=120) for w in writers] == [0] * 4
    with TrajectoryStore(tmp_path / "new") as store:
        assert len(store.summaries()) == 120


def test_a_forget_that_cannot_be_done_says_so(tmp_path):
    store = TrajectoryStore(tmp_path, busy_seconds=0.1)
    store.add(trajectory())
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError):
        store.forget(Selection())
    other.execute("ROLLBACK")
    other.close()
    assert store.forget(Selection()).trajectories == 1
    store.close()


def test_a_file_held_by_another_process_for_too_long_does_not_lose_the_write(tmp_path):
    store = TrajectoryStore(tmp_path, busy_seconds=0.1)
    first = store.add(trajectory())
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.add_feedback(first, Feedback.ACCEPTED, at=50.0)
    assert store.add_edit(first, Turn("// edited", (), proposer="user"), at=60.0)
    assert "locked" in (store.problem or "")
    other.execute("ROLLBACK")
    other.close()
    assert store.flush()
    store.close()
    with TrajectoryStore(tmp_path) as again:
        assert [t.code for t in again.get(first).turns] == [BROKEN, FIXED, "// edited"]
        assert [e.kind for e in again.feedback(first)] == [Feedback.ACCEPTED, Feedback.EDITED]


def test_where_the_data_lives(monkeypatch, tmp_path):
    monkeypatch.setenv("HARDSIGHT_DATA_DIR", str(tmp_path / "a"))
    assert data_directory() == tmp_path / "a"
    monkeypatch.delenv("HARDSIGHT_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "b"))
    assert data_directory() == tmp_path / "b" / "hardsight"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_directory() == tmp_path / ".local" / "share" / "hardsight"


def test_the_environment_keeps_its_files(store):
    identifier = store.add(replace(trajectory(), environment=environment(testbench="// bench")))
    assert store.get(identifier).environment.testbench.text == "// bench"
