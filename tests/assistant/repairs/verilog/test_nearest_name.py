"""Misspelt names."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "next_state = state;", "next_state = stat;"),
        (FUNCTION, "ones = count_ones(data)", "ones = countones(data)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("nearest_name", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("nearest_name", design)
