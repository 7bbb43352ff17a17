from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback
from server.cli import main
from tests.icwm.examples import trajectory


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARDSIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    with TrajectoryStore() as store:
        store.add(trajectory(path="/p/a.v", identifier="aaaa1111", created=time.time() - 10 * 86400))
        store.add(trajectory(path="/p/b.v", identifier="bbbb2222", created=time.time()))
        store.add_feedback("bbbb2222", Feedback.OFFERED)
        store.add_feedback("bbbb2222", Feedback.REJECTED)
    return tmp_path / "data"


def test_list(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "bbbb2222" in lines[0] and "/p/b.v" in lines[0] and "(offered, rejected)" in lines[0]
    assert main(["data", "list", "--older-than", "5d", "--format", "json"]) == 0
    (only,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (only["identifier"], only["verdict"], only["turns"]) == ("aaaa1111", "verified", 2)


def test_show(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", "bbbb"]) == 0
    shown = capsys.readouterr().out
    assert "repair:misspelt-keyword" in shown
    assert "+  assign y" in shown
    assert "icarus: COMPILATION_ERROR: line 2: syntax error" in shown
    assert "rejected" in shown
    assert main(["data", "show", "bbbb", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["turns"][1]["reasoning"] == "assgn is not a keyword"
    assert main(["data", "show", "cccc"]) == 2
    assert "no trajectory" in capsys.readouterr().err


def test_export(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "export", "out.jsonl"]) == 0
    assert "2 trajectories written" in capsys.readouterr().out
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2
    assert main(["data", "export", "-", "--id", "aaaa"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "aaaa1111"
    assert main(["data", "export", "out.parquet", "--file", "/p/b.v"]) == 0
    assert "1 trajectory written" in capsys.readouterr().out
    assert (tmp_path / "out.parquet").read_bytes()[:4] == b"PAR1"
    assert main(["data", "export", "no/such/place.jsonl"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_forget(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "forget"]) == 2
    assert "--all" in capsys.readouterr().err
    assert main(["data", "forget", "--older-than", "soon"]) == 2
    assert main(["data", "forget", "--file", "/p/a.v"]) == 0
    assert "1 trajectory" in capsys.readouterr().out
    assert main(["data", "list"]) == 0
    assert "bbbb2222" in capsys.readouterr().out
    assert main(["data", "forget", "--all"]) == 0
    assert main(["data", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 trajectory")


def test_a_relative_file_means_the_file_here(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with TrajectoryStore() as store:
        store.add(trajectory(path=str(tmp_path / "here.v"), identifier="here"))
    assert main(["data", "list", "--file", "here.v"]) == 0
    assert "here" in capsys.readouterr().out


def test_an_unusable_store_is_told_and_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("in the way")
    monkeypatch.setenv("HARDSIGHT_DATA_DIR", str(tmp_path / "data"))
    assert main(["data", "list"]) == 0
    assert "cannot be used" in capsys.readouterr().err
    assert main(["data", "forget", "--all"]) == 1
    assert "nothing was deleted" in capsys.readouterr().err


def test_where(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "where"]) == 0
    assert capsys.readouterr().out.strip() == os.fspath(data / "trajectories.sqlite")
