from __future__ import annotations

from pathlib import Path

import pytest

from server.trust import RememberedTrust, Trust


@pytest.fixture
def remembered(tmp_path: Path) -> RememberedTrust:
    return RememberedTrust(tmp_path / "data" / "trust.json")


def test_nobody_has_said_anything_at_first(remembered: RememberedTrust) -> None:
    assert Trust(remembered).of("/p") is None


def test_an_answer_counts_for_what_lies_below_and_is_remembered(remembered: RememberedTrust) -> None:
    Trust(remembered).answer("/p", True, remember=True)
    later = Trust(remembered)
    assert later.of("/p/rtl") is True
    assert later.of("/q") is None


def test_the_nearest_answer_counts(remembered: RememberedTrust) -> None:
    trust = Trust(remembered)
    trust.answer("/p", True, remember=True)
    trust.answer("/p/vendor", False, remember=True)
    assert trust.of("/p/vendor/ip") is False


def test_the_editors_word_wins_over_what_is_remembered(remembered: RememberedTrust) -> None:
    Trust(remembered).answer("/p", True, remember=True)
    assert Trust(remembered, word=False).of("/p", always=["/p"]) is False
    assert Trust(remembered, word=True).of("/q") is True


def test_folders_of_the_users_settings_need_no_answer(remembered: RememberedTrust) -> None:
    assert Trust(remembered).of("/src/mine/x", always=["/src/mine"]) is True


def test_it_asks_once_a_folder(remembered: RememberedTrust) -> None:
    trust = Trust(remembered)
    assert trust.may_ask("/p") and not trust.may_ask("/p") and trust.may_ask("/q")


def test_a_damaged_file_trusts_nothing(remembered: RememberedTrust) -> None:
    remembered.path.parent.mkdir()
    remembered.path.write_text('{"folders": ["/p"]}')
    assert Trust(remembered).of("/p") is None
    remembered.path.write_bytes(b"\xff")
    assert remembered.answers() == {}
