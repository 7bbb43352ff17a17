"""Swapped comparison characters."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, MACROS, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (MEMORY, "i <= 7", "i =< 7"),
        (MACROS, "digit == `LIMIT", "digit = = `LIMIT"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("flipped_operator", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("flipped_operator", design)
