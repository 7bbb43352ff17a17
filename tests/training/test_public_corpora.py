"""Designs out of a local clone: named by commit and path, with what they need of their repository."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from backends.environment import Domain
from training.collect import label
from training.designs import Design
from training.plan import PlannedTurn
from training.public_corpora import clone, fetcher, public_plan, public_turn
from training.recipes import Recipe, Stale, build, short_digest

TOP = "module top(input a, output y);\n  inverter one(.a(a), .y(y));\nendmodule\n"
INVERTER = "module inverter(input a, output y);\n  assign y = ~a;\nendmodule\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bare repository, as a mirror is."""
    work = tmp_path / "work"
    (work / "rtl").mkdir(parents=True)
    (work / "rtl" / "top.v").write_text(TOP)
    (work / "rtl" / "inverter.v").write_text(INVERTER)
    (work / "notes.txt").write_text("no design")
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first"],
        ["clone", "-q", "--bare", ".", str(tmp_path / "bare")],
    ):
        subprocess.run(["git", *arguments], cwd=work, check=True, capture_output=True)
    return tmp_path / "bare"


def test_a_design_comes_with_the_modules_it_instantiates(repository: Path) -> None:
    found = clone("olofk/serv", repository)
    assert found.paths == ["rtl/inverter.v", "rtl/top.v"]
    design = found.design("rtl/top.v")
    assert design.code == TOP
    assert dict(design.files) == {"rtl/inverter.v": INVERTER}


def test_a_public_recipe_names_commit_and_path_and_is_made_again(repository: Path) -> None:
    found = clone("olofk/serv", repository)
    plan = public_plan([found], Domain.VERILOG, 1)
    turn = public_turn(plan, 0, 1)
    assert turn.recipe.source.startswith(f"olofk/serv@{found.commit}:rtl/")
    assert turn.recipe.mutations == ()
    _, again = build(turn.recipe, short_digest(turn.design.code), fetcher([found]))
    assert again == turn.design


def test_later_rounds_change_the_files(repository: Path) -> None:
    plan = public_plan([clone("olofk/serv", repository)], Domain.VERILOG, 1)
    later = [public_turn(plan, number, 1) for number in range(2, 30)]
    assert any(turn.recipe.mutations for turn in later)


def test_without_the_clone_a_public_recipe_cannot_be_made(repository: Path) -> None:
    turn = public_turn(public_plan([clone("olofk/serv", repository)], Domain.VERILOG, 1), 0, 1)
    with pytest.raises(Stale, match="no public corpora"):
        build(turn.recipe)
    with pytest.raises(Stale, match="not among"):
        build(turn.recipe, None, fetcher([]))


def test_other_repositories_and_folders_that_are_none_are_refused(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not one of the repositories"):
        clone("someone/else", repository)
    with pytest.raises(ValueError, match="empty"):
        (tmp_path / "empty").mkdir()
        clone("olofk/serv", tmp_path / "empty")


async def test_what_the_repository_does_not_have_is_no_verdict_on_its_code(repository: Path) -> None:
    base = PlannedTurn(
        0,
        Recipe(Domain.VERILOG, "olofk/serv", source="olofk/serv@0:a.v"),
        Design("olofk/serv", "a.v", Domain.VERILOG, '`include "elsewhere.vh"\nmodule a; endmodule\n'),
        ("icarus",),
    )
    missing: Counter[str] = Counter()
    assert (await label(base, missing)).answers == ()
    assert sum(missing.values()) == 1
