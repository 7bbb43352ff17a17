"""However a text came about, the same is said of it."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.drift import drift


async def test_after_many_edits_the_server_says_what_a_fresh_one_says(tmp_path: Path) -> None:
    found = await drift(tmp_path, 150, 0.02, seed=7)
    assert found.differing == ()
    assert "Traceback" not in found.log and "ERROR" not in found.log
