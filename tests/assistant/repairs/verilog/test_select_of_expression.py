"""Selects of expressions."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [7:0] a, input wire [7:0] b, output wire [7:0] y, output wire c);
    assign y = (a + b);
    assign c = (((a + b + 0) >> 8) & 1'd1);
endmodule
"""


def test_low_bits() -> None:
    assert_mends(
        "select_of_expression",
        DESIGN,
        right="y = (a + b);",
        wrong="y = (a + b)[7:0];",
    )


def test_carry() -> None:
    assert_mends(
        "select_of_expression",
        DESIGN,
        right="c = (((a + b + 0) >> 8) & 1'd1);",
        wrong="c = (a + b)[8];",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("select_of_expression", design)
