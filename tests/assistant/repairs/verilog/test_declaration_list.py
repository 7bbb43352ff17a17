"""Lists of declared names."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire d, output wire q);
    reg held, again;
    always @(posedge clk) begin
        held <= d;
        again <= held;
    end
    assign q = again;
endmodule
"""
RANGES = """module m (input wire [4:0] d, output wire [4:0] q);
    wire [1:0] low; wire [2:0] high;
    assign low = d[1:0];
    assign high = d[4:2];
    assign q = {high, low};
endmodule
"""


def test_semicolon() -> None:
    assert_mends(
        "declaration_list",
        DESIGN,
        right="reg held, again;",
        wrong="reg held; again;",
    )


def test_missing_comma() -> None:
    assert_mends(
        "declaration_list",
        DESIGN,
        right="reg held, again;",
        wrong="reg held again;",
    )


def test_second_range() -> None:
    assert_mends(
        "declaration_list",
        RANGES,
        right="wire [1:0] low; wire [2:0] high;",
        wrong="wire [1:0] low, [2:0] high;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("declaration_list", design)
