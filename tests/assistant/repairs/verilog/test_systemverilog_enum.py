"""Enumerations in Verilog."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, output wire y);
    localparam [1:0] A = 2'd0,
               B = 2'd1,
               C = 2'd2;
    reg [1:0] now;
    always @(posedge clk)
        if (now == A) now <= B;
        else now <= C;
    assign y = (now == C);
endmodule
"""


def test_becomes_parameters() -> None:
    assert_mends(
        "systemverilog_enum",
        DESIGN,
        right="localparam [1:0] A = 2'd0,\n               B = 2'd1,\n               C = 2'd2;\n    reg [1:0] now;",
        wrong="typedef enum logic [1:0] {A, B, C} now_t;\n    now_t now;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("systemverilog_enum", design)
