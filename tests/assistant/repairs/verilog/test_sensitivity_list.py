"""Sensitivity lists."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire a, input wire b, output reg y);
    always @(*) begin
        y = a & b;
    end
endmodule
"""


def test_incomplete() -> None:
    assert_mends(
        "sensitivity_list",
        DESIGN,
        right="@(*)",
        wrong="@(a)",
        beside_error=True,
    )


def test_edge_missing() -> None:
    assert_mends(
        "sensitivity_list",
        FSM,
        right="or posedge rst",
        wrong="or rst",
        beside_error=True,
    )


def test_clock_level() -> None:
    assert_mends(
        "sensitivity_list",
        COUNTER,
        right="@(posedge clk)",
        wrong="@(clk)",
        beside_error=True,
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("sensitivity_list", design)
