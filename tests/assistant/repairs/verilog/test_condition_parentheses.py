"""Conditions without parentheses."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "if (rst) begin", "if rst begin"),
        (FSM, "case (state)", "case state"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("condition_parentheses", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("condition_parentheses", design)
