"""Misspelt keywords."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD, OLD_STYLE
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "always @(", "alway @("),
        (COUNTER, "module counter", "moduel counter"),
        (FSM, "endcase", "endcse"),
        (FSM, "posedge clk", "postedge clk"),
        (OLD_STYLE, "output last", "ouput last"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("misspelt_keyword", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("misspelt_keyword", design)
