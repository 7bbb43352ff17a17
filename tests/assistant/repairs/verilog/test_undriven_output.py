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


def test_a_misspelt_output_is_left_to_be_spelt_right() -> None:
    assert_silent("undriven_output", "module m (input wire d, output wire full);\n    assign ful = d;\nendmodule\n")


def test_a_signal_with_a_use_of_its_own_is_not_the_output() -> None:
    body = "    wire full = d;\n    assign ready = !full;\n"
    assert_silent(
        "undriven_output", f"module m (input wire d, output wire ready, output wire almost_full);\n{body}endmodule\n"
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("undriven_output", design)
