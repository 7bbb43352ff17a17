"""``hardsight train``, ``eval icwm`` and ``bench icwm`` where something is missing: a clear answer, a clear status."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "collect", "--turns", "0", "--out", "{folder}"], "must be at least 1"),
        (
            ["train", "collect", "--turns", "1", "--out", "{folder}", "--public", "a/b={folder}"],
            "not one of the repositories",
        ),
        (["train", "icwm", "--turns", "{folder}", "--out", "{folder}/out", "--trees-only"], "no labelled turns"),
        (["eval", "icwm", "--weights", "{folder}"], "no model in"),
        (["train", "statistics", "--turns", "{folder}"], "no labelled turns"),
    ],
)
def test_what_is_missing_is_named(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([argument.format(folder=tmp_path) for argument in arguments])
    assert status == 2
    assert said in capsys.readouterr().err


def test_without_a_model_the_benchmark_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "icwm", "--weights", str(tmp_path)]) == 2
    assert "hardsight train icwm" in capsys.readouterr().err
