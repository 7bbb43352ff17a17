"""Closing brackets that were never opened."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "if (rst) begin", "if rst) begin"),
        (ALU, "y = {a[6:0]", "y = a[6:0]"),
        (ALU, "y = sum[7:0]", "y = sum 7:0]"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_opening_bracket", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_opening_bracket", design)
