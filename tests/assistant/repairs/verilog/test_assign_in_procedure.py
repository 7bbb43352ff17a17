"""assign inside procedures."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "busy = 1'b1;", "assign busy = 1'b1;"),
    ],
)
def test_mends_what_no_tool_reports_by_itself(design: str, right: str, wrong: str) -> None:
    assert_mends("assign_in_procedure", design, right, wrong, beside_error=True)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("assign_in_procedure", design)


@pytest.mark.parametrize("sensitivity", ["*", "posedge clk"])
def test_net_stays_a_net(sensitivity: str) -> None:
    code = f"""module m (input wire clk, input wire [3:0] a, input wire [3:0] b, output reg [4:0] y);
    wire [4:0] sum;
    assign sum = a + b;
    always @({sensitivity}) begin
        y = sum;
    end
endmodule
"""
    broken = code.replace("    assign sum = a + b;\n", "").replace("begin\n", "begin\n        assign sum = a + b;\n")
    assert code in [text for _, text in offers("assign_in_procedure", broken)]
