"""Patterns assigned to vectors."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input logic clk, input logic a, output logic [3:0] q, output logic [1:0] two);
    always_ff @(posedge clk) begin
        q <= '0;
    end
    assign two = {a, a};
endmodule
"""


def test_single() -> None:
    assert_mends(
        "assignment_pattern",
        DESIGN,
        right="q <= '0;",
        wrong="q <= '{0};",
        path="dut.sv",
    )


def test_several() -> None:
    assert_mends(
        "assignment_pattern",
        DESIGN,
        right="two = {a, a};",
        wrong="two = '{a, a};",
        path="dut.sv",
        beside_error=True,
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("assignment_pattern", design)
