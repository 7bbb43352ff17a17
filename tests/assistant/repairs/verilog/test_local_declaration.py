"""Declarations in unnamed blocks."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers

DESIGN = """module m (input wire [3:0] a, output reg y);
    always @(*) begin : block_1
        reg t;
        t = a[0] & a[1];
        y = t;
    end
endmodule
"""


def test_names_the_block() -> None:
    assert_mends(
        "local_declaration",
        DESIGN,
        right="begin : block_1",
        wrong="begin",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("local_declaration", design)


def test_used_in_two_blocks() -> None:
    code = """module m (input wire clk, input wire [3:0] d, output wire [3:0] q);
    reg [3:0] last;
    always @(posedge clk) begin
        last <= d;
    end
    assign q = last;
endmodule
"""
    broken = code.replace("    reg [3:0] last;\n", "").replace("begin\n", "begin\n        reg [3:0] last;\n")
    assert code in [text for _, text in offers("local_declaration", broken)]
