"""Collecting labelled turns: real tools, resumed after a kill, the same turns every time."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from backends.environment import Domain
from backends.outcome import Label, Outcome, Stage
from server.cli import main
from training.collect import Collection, collect, collection, drop_stale
from training.labelled import Answer, read_rows
from training.plan import PlannedTurn, planned_turn
from training.recipes import Recipe, Stale, build, short_digest
from training.turn_table import read_table, write_table


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collected")
    for domain, turns in ((Domain.VERILOG, 6), (Domain.CADQUERY, 3), (Domain.TRITON, 1)):
        asyncio.run(collect([collection(domain, folder, 1)], turns, 2, lambda text: None))
    return folder


def test_a_turn_has_the_verdicts_of_the_real_tools(collected: Path) -> None:
    turns = list(read_table(Domain.VERILOG, collected))
    assert turns
    for turn in turns:
        said = {answer.tool: answer for answer in turn.answers}
        assert "icarus" in said
        assert said["icarus"].version
        assert Label.UNAVAILABLE not in {answer.label for answer in turn.answers}
    assert {a.tool for t in read_table(Domain.CADQUERY, collected) for a in t.answers} == {"cadquery"}
    assert "triton-sm_80" in {a.tool for t in read_table(Domain.TRITON, collected) for a in t.answers}


def test_a_row_holds_a_recipe_that_makes_its_code_again(collected: Path) -> None:
    for domain in (Domain.VERILOG, Domain.CADQUERY, Domain.TRITON):
        for row in read_rows(collected / f"{domain}.jsonl"):
            if "answers" in row:
                _, design = build(Recipe.from_json(row), row["sha256"])
                assert short_digest(design.code) == row["sha256"]
                assert design.code not in json.dumps(row)


def test_going_on_runs_no_turn_twice(collected: Path) -> None:
    path = collected / f"{Domain.VERILOG}.jsonl"
    before = path.read_text()
    asyncio.run(collect([collection(Domain.VERILOG, collected, 1)], 6, 1, lambda text: None))
    assert path.read_text() == before


def test_half_a_line_left_by_a_kill_is_labelled_again(collected: Path, tmp_path: Path) -> None:
    lines = (collected / "cadquery.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "cadquery.jsonl").write_text("".join(lines[:-1]) + lines[-1][:20] + "\n")
    resumed = collection(Domain.CADQUERY, tmp_path, 1)
    asyncio.run(collect([resumed], len(lines), 1, lambda text: None))
    assert {row["turn"] for row in read_rows(tmp_path / "cadquery.jsonl")} == set(range(len(lines)))


def test_rows_whose_generator_changed_are_dropped(collected: Path, tmp_path: Path) -> None:
    rows = [row for row in read_rows(collected / "verilog.jsonl") if "answers" in row]
    rows[0]["sha256"] = "0" * 32
    path = tmp_path / "verilog.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert drop_stale(path) == (len(rows) - 1, 1)
    assert len(list(read_rows(path))) == len(rows) - 1


def test_the_same_code_is_labelled_once(tmp_path: Path) -> None:
    turn = planned_turn(Domain.VERILOG, 0, 1)

    def plan(number: int) -> PlannedTurn:
        return PlannedTurn(number, turn.recipe, turn.design, ("icarus",))

    same = Collection(Domain.VERILOG, tmp_path, plan)
    asyncio.run(collect([same], 3, 1, lambda text: None))
    rows = list(read_rows(same.path))
    assert [row.get("skipped") for row in rows] == [None, "duplicate", "duplicate"]


def test_a_faulty_generator_is_told_and_ends_nothing(tmp_path: Path) -> None:
    def plan(number: int) -> PlannedTurn:
        raise ZeroDivisionError("in a generator")

    faulty = Collection(Domain.VERILOG, tmp_path, plan)
    said: list[str] = []
    asyncio.run(collect([faulty], 2, 1, said.append))
    assert "2 faulty generations" in said[-1]
    assert drop_stale(faulty.path) == (0, 2)


def test_a_tool_that_gave_no_verdict_is_no_label() -> None:
    with pytest.raises(ValueError, match="no verdict"):
        Answer.of(Outcome.unavailable("icarus", Stage.COMPILE, "not installed"))


def test_turns_are_planned_alike_every_time_and_a_third_is_whole() -> None:
    first = [planned_turn(Domain.VERILOG, number, 7) for number in range(60)]
    again = [planned_turn(Domain.VERILOG, number, 7) for number in range(60)]
    assert [(t.recipe, t.design.code, t.tools) for t in first] == [(t.recipe, t.design.code, t.tools) for t in again]
    whole = [t for t in first if not t.recipe.mutations]
    assert 0 < len(whole) < 40
    assert any(len(t.recipe.mutations) > 1 for t in first)


def test_a_recipe_without_its_family_is_stale() -> None:
    with pytest.raises(Stale, match="no family"):
        build(Recipe(Domain.VERILOG, "no_such_family"))


def test_the_table_gives_back_what_was_written(collected: Path, tmp_path: Path) -> None:
    for domain in (Domain.VERILOG, Domain.CADQUERY, Domain.TRITON):
        turns = list(read_table(domain, collected))
        write_table(turns, tmp_path / f"{domain}.parquet")
        again = {turn.number: turn for turn in read_table(domain, tmp_path)}
        assert again == {turn.number: turn for turn in turns}


def test_statistics_count_labels_by_side(collected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "counts.csv"
    assert main(["train", "statistics", "--turns", str(collected), "--table", str(table)]) == 0
    assert "verilog: " in capsys.readouterr().out
    header, *rows = table.read_text().splitlines()
    assert header == "domain,side,tool,label,turns,share,median_ms"
    assert any(row.startswith("verilog,") and ",icarus," in row for row in rows)


def test_statistics_without_turns_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "statistics", "--turns", str(tmp_path)]) == 2
    assert "no labelled turns" in capsys.readouterr().err
