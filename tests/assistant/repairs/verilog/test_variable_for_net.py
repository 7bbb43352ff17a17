"""Nets that procedures assign."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD, OLD_STYLE
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "output reg  [", "output ["),
        (FSM, "output reg        busy", "output wire       busy"),
        (FSM, "reg [1:0] next_state;", "wire [1:0] next_state;"),
        (OLD_STYLE, "reg [7:0] q;", "wire [7:0] q;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("variable_for_net", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("variable_for_net", design)


def test_net_with_a_first_value() -> None:
    code = """module m (input wire clk, input wire d, output wire q);
    reg last = 1'b0;
    assign q = last;
    always @(posedge clk) last <= d;
endmodule
"""
    assert_mends("variable_for_net", code, right="reg last", wrong="wire last")
