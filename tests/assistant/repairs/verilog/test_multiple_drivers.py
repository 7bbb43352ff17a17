"""Registers driven by two blocks."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire rst, input wire d, output reg q);
    always @(posedge clk) begin
        q <= d;
        if (rst) q <= 1'b0;
    end
endmodule
"""


def test_reset_apart() -> None:
    assert_mends(
        "multiple_drivers",
        DESIGN,
        right="begin\n        q <= d;\n        if (rst) q <= 1'b0;\n    end",
        wrong="if (rst) q <= 1'b0;\n    always @(posedge clk) q <= d;",
        beside_error=True,
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("multiple_drivers", design)
