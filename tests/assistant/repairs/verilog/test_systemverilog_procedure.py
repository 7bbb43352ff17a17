"""always_ff and always_comb in Verilog."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "always @(*) begin", "always_comb begin"),
        (COUNTER, "always @(posedge clk)", "always_ff @(posedge clk)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("systemverilog_procedure", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("systemverilog_procedure", design)
