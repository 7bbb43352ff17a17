"""Latches."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire e, input wire [7:0] a, output reg [7:0] y);
    always @(*) begin
        y = 8'd0;
        if (e) y = a;
    end
endmodule
"""


def test_default_at_the_head() -> None:
    assert_mends(
        "latch",
        DESIGN,
        right="begin\n        y = 8'd0;\n",
        wrong="begin\n",
        tool="verilator",
    )


def test_present_state() -> None:
    assert_mends(
        "latch",
        FSM,
        right="next_state = state;\n        busy",
        wrong="busy",
        tool="yosys",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("latch", design)
