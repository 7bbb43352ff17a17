"""Selects outside a vector."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire [3:0] d, output wire y, output wire [1:0] top);
    reg [3:0] held;
    always @(posedge clk) held <= d;
    assign top = held[3:2];
    assign y = d[3];
endmodule
"""


def test_scalar() -> None:
    assert_mends(
        "select_range",
        DESIGN,
        right="reg [3:0] held;",
        wrong="reg held;",
    )


def test_reversed_bounds() -> None:
    assert_mends(
        "select_range",
        DESIGN,
        right="held[3:2]",
        wrong="held[2:3]",
    )


def test_past_the_end() -> None:
    assert_mends(
        "select_range",
        DESIGN,
        right="y = d[3]",
        wrong="y = d[4]",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("select_range", design)
