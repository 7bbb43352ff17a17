"""Dimensions on the wrong side."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire [7:0] d, output wire [7:0] q);
    reg [7:0] held;
    always @(posedge clk) held <= d;
    assign q = held;
endmodule
"""


def test_vector() -> None:
    assert_mends(
        "vector_or_memory",
        DESIGN,
        right="reg [7:0] held;",
        wrong="reg held [7:0];",
    )


def test_memory() -> None:
    assert_mends(
        "vector_or_memory",
        MEMORY,
        right="reg [7:0] words [0:7];",
        wrong="reg words [7:0][0:7];",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("vector_or_memory", design)


def test_port_with_its_range_behind_the_name() -> None:
    code = "module m (input [3:0] a, output wire [3:0] y);\n    assign y = a + 4'd1;\nendmodule\n"
    assert_mends("vector_or_memory", code, right="input [3:0] a", wrong="input a[3:0]")
