"""Outputs nothing drives."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire d, output wire q);
    reg q_reg;
    always @(posedge clk) q_reg <= d;
    assign q = q_reg;
endmodule
"""


def test_register_of_like_name() -> None:
    assert_mends(
        "undriven_output",
        DESIGN,
        right="assign q = q_reg;\n",
        wrong="\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("undriven_output", design)
