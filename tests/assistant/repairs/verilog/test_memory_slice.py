"""Several words of a memory at once."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DELAY = """module delay (input wire clk, input wire rst, input wire [7:0] d, output wire [7:0] q);
    reg [7:0] taps [0:3];
    integer i;
    assign q = taps[3];
    always @(posedge clk) begin
        if (rst) begin
            for (i = 0; i <= 3; i = i + 1) taps[i] <= 8'd0;
        end else begin
            taps[0] <= d;
            for (i = 1; i <= 3; i = i + 1) taps[i] <= taps[i - 1];
        end
    end
endmodule
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("for (i = 1; i <= 3; i = i + 1) taps[i] <= taps[i - 1];", "taps[1:3] <= taps[0:2];"),
        ("for (i = 1; i <= 3; i = i + 1) taps[i] <= taps[i - 1];", "taps[3:1] <= taps[2:0];"),
        ("for (i = 0; i <= 3; i = i + 1) taps[i] <= 8'd0;", "taps[0:3] <= 8'd0;"),
    ],
)
def test_mends(right: str, wrong: str) -> None:
    assert_mends("memory_slice", DELAY, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("memory_slice", design)
