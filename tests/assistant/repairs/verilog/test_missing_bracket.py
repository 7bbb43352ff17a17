"""Brackets left open."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, ALU, COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "if (rst) begin", "if (rst begin"),
        (ALU, "{a[6:0], 1'b0};", "{a[6:0], 1'b0;"),
        (ADDER, ".b(y[i]),", ".b(y[i],"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_bracket", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_bracket", design)
