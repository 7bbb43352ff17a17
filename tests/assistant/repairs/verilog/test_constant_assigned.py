"""Inputs and parameters that are assigned."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire a, output wire y);
    assign y = a;
endmodule
"""
CLOCKED = """module m (input wire clk, input wire d, output reg q);
    always @(posedge clk) q <= d;
endmodule
"""


def test_input_driven() -> None:
    assert_mends(
        "constant_assigned",
        DESIGN,
        right="output wire y",
        wrong="input wire y",
        beside_error=True,
    )


def test_inout_driven_in_a_procedure() -> None:
    assert_mends(
        "constant_assigned",
        CLOCKED,
        right="output reg q",
        wrong="inout q",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("constant_assigned", design)
