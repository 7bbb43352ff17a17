from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest

from backends.cache import OutcomeCache, cache_directory
from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Label, Metric, Outcome, Provenance, Stage
from backends.scratch import keep_artifact, scratch_directory
from backends.settings import ToolSettings, VerilogSettings

ENVIRONMENT = Environment(Domain.VERILOG, "/p/top.v", "/p", files=(SourceFile("/p/a.vh", "`define A", Role.INCLUDE),))
OUTCOME = Outcome("yosys", Stage.SYNTHESIZE, Label.PASS, metrics={"luts": Metric(3, "LUT")}, log="log", seconds=1.5)


@pytest.fixture
def cache(tmp_path: Path) -> OutcomeCache:
    return OutcomeCache(tmp_path / "cache")


def test_what_was_put_is_found_by_another_cache_on_the_same_directory(cache: OutcomeCache) -> None:
    key = cache.key("yosys", "0.70", "module top; endmodule", ENVIRONMENT)
    assert cache.get(key) is None
    assert cache.put(key, OUTCOME) == OUTCOME
    assert OutcomeCache(cache.root).get(key) == OUTCOME


def test_the_key_depends_on_everything_that_decides_the_outcome(cache: OutcomeCache) -> None:
    base = ("yosys", "0.70", "code", ENVIRONMENT)
    changed = [
        ("icarus", *base[1:]),
        ("yosys", "0.71", *base[2:]),
        (*base[:2], "code ", ENVIRONMENT),
        (*base[:3], replace(ENVIRONMENT, target="ecp5")),
        (*base[:3], replace(ENVIRONMENT, files=(SourceFile("/p/a.vh", "`define B", Role.INCLUDE),))),
        (*base[:3], replace(ENVIRONMENT, files=())),
        (*base[:3], replace(ENVIRONMENT, root="/q", path="/q/top.v")),
        (*base[:3], replace(ENVIRONMENT, settings=ToolSettings(verilog=VerilogSettings(top="top")))),
    ]
    keys = {cache.key(*base), *(cache.key(*variant) for variant in changed)}
    assert len(keys) == len(changed) + 1
    assert cache.key(*base) == OutcomeCache(cache.root).key(*base)


@pytest.mark.parametrize("label", [Label.TIMEOUT, Label.UNAVAILABLE])
def test_what_may_differ_next_time_is_not_stored(cache: OutcomeCache, label: Label) -> None:
    cache.put("k" * 64, replace(OUTCOME, label=label))
    assert cache.get("k" * 64) is None


def test_a_prediction_is_not_stored(cache: OutcomeCache) -> None:
    cache.put("k" * 64, replace(OUTCOME, provenance=Provenance.PREDICTED, probability=0.9))
    assert cache.get("k" * 64) is None


def test_artifacts_move_into_the_cache(cache: OutcomeCache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HARDSIGHT_CACHE_DIR", str(tmp_path))
    with scratch_directory() as scratch:
        (scratch / "wave.vcd").write_text("$date")
        kept = keep_artifact(scratch / "wave.vcd")
    assert not scratch.exists()
    stored = cache.put("k" * 64, replace(OUTCOME, artifacts={"wave.vcd": kept}))
    assert not Path(kept).exists()
    found = cache.get("k" * 64)
    assert found == stored
    assert Path(stored.artifacts["wave.vcd"]).read_text() == "$date"
    assert Path(stored.artifacts["wave.vcd"]).is_relative_to(cache.root)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"tool": "yosys"}', "\x00\xff"])
def test_a_damaged_entry_is_a_miss_and_can_be_replaced(cache: OutcomeCache, damage: str) -> None:
    cache.put("k" * 64, OUTCOME)
    (entry,) = cache.root.rglob("outcome.json")
    entry.write_text(damage)
    assert cache.get("k" * 64) is None
    cache.put("k" * 64, OUTCOME)
    assert cache.get("k" * 64) == OUTCOME


def test_an_entry_whose_artifact_is_gone_is_a_miss(cache: OutcomeCache, tmp_path: Path) -> None:
    (tmp_path / "part.step").write_text("ISO")
    stored = cache.put("k" * 64, replace(OUTCOME, artifacts={"part.step": str(tmp_path / "part.step")}))
    Path(stored.artifacts["part.step"]).unlink()
    assert cache.get("k" * 64) is None


def test_it_does_not_grow_past_its_size_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = OutcomeCache(tmp_path, max_bytes=100_000)
    big = replace(OUTCOME, log="x" * 9000)
    for number in range(30):
        key = f"{number:064d}"
        cache.put(key, big)
        for at, name in enumerate(["0" * 64, key]):  # the first is used all the time; stamps are set, not slept for
            for entry in tmp_path.glob(f"outcomes/*/{name}"):
                os.utime(entry, (1000 + 2 * number + at, 1000 + 2 * number + at))
    total = sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file())
    assert total <= 100_000
    assert cache.get("0" * 64) == big
    assert cache.get(f"{29:064d}") == big
    assert cache.get(f"{1:064d}") is None


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = OutcomeCache(tmp_path / "file")
    assert cache.put("k" * 64, OUTCOME) == OUTCOME
    assert cache.get("k" * 64) is None


def _put_and_get_often(root: str, seed: int) -> int:
    cache = OutcomeCache(Path(root), max_bytes=30_000)
    wrong = 0
    for step in range(60):
        key = f"{(seed + step) % 7:064d}"
        artifact = Path(root) / f"artifact-{seed}-{step}"
        artifact.write_text(key)
        cache.put(key, replace(OUTCOME, log=key * 20, artifacts={"a": str(artifact)}))
        found = cache.get(f"{step % 7:064d}")
        wrong += found is not None and found.log != f"{step % 7:064d}" * 20
    return wrong


def test_several_processes_share_it(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.starmap(_put_and_get_often, [(str(tmp_path), seed) for seed in range(3)]) == [0, 0, 0]


def test_the_directory_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARDSIGHT_CACHE_DIR", "/a")
    assert cache_directory() == Path("/a")
    monkeypatch.delenv("HARDSIGHT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "/b")
    assert cache_directory() == Path("/b/hardsight")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/c")
    assert cache_directory() == Path("/c/.cache/hardsight")
