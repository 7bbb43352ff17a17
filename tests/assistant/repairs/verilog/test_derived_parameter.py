"""Parameters that others determine."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m #(
    parameter ADDR_WIDTH = 3
) (
    input wire clk,
    input wire [ADDR_WIDTH-1:0] a,
    input wire [7:0] d,
    output reg [7:0] q
);
    localparam DEPTH = 1 << ADDR_WIDTH;
    reg [7:0] words [0:DEPTH-1];
    always @(posedge clk) begin
        words[a] <= d;
        q <= words[a];
    end
endmodule
"""


def test_depth() -> None:
    assert_mends(
        "derived_parameter",
        DESIGN,
        right="localparam DEPTH = 1 << ADDR_WIDTH;\n",
        wrong="\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("derived_parameter", design)
