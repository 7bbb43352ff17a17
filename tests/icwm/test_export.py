from __future__ import annotations

import io
import json

import pytest

from icwm import export
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback, Turn
from tests.icwm.examples import trajectory


@pytest.fixture
def store(tmp_path):
    with TrajectoryStore(tmp_path) as opened:
        for number in range(3):
            identifier = opened.add(trajectory(path=f"/p/{number}.v", created=float(number + 1)))
            opened.add_feedback(identifier, Feedback.ACCEPTED, at=10.0)
            opened.add_edit(identifier, Turn(f"// edited {number}", (), proposer="user"), at=20.0)
        yield opened


def test_jsonl_goes_out_and_comes_back(store):
    out = io.StringIO()
    assert export.write_jsonl(store.trajectories(), out) == 3
    lines = out.getvalue().splitlines()
    assert [json.loads(line)["environment"]["path"] for line in lines] == ["/p/0.v", "/p/1.v", "/p/2.v"]
    assert list(export.read_jsonl(lines)) == list(store.trajectories())


def test_jsonl_names_the_line_that_is_wrong():
    with pytest.raises(ValueError, match="line 2"):
        list(export.read_jsonl(["", '{"format": "other"}']))


def test_parquet_has_one_row_a_trajectory(store, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    assert export.write_parquet(store.trajectories(), tmp_path / "t.parquet") == 3
    rows = parquet.read_table(tmp_path / "t.parquet").to_pylist()
    assert [r["path"] for r in rows] == ["/p/0.v", "/p/1.v", "/p/2.v"]
    assert [t["proposer"] for t in rows[0]["turns"]] == ["user", "repair:misspelt-keyword", "user"]
    assert rows[0]["turns"][0]["outcomes"][0]["label"] == "COMPILATION_ERROR"
    assert json.loads(rows[0]["turns"][0]["outcomes"][0]["body"])["log"] == "m.v:2: syntax error\n"
    assert [f["kind"] for f in rows[0]["feedback"]] == ["accepted", "edited"]


def test_parquet_without_its_writer_says_what_to_install(store, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(export.ParquetUnavailable, match="hardsight\\[data\\]"):
        export.write_parquet(store.trajectories(), tmp_path / "t.parquet")
    assert not (tmp_path / "t.parquet").exists()
