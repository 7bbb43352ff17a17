"""Literals of C and VHDL, and careless ones."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "y = 8'h1F;", "y = 0x1F;"),
        (ALU, "2'b10: y", "2b10: y"),
        (ALU, "2'b01: y", "0b01: y"),
        (FSM, "busy = 1'b1;", "busy = true;"),
        (FSM, "busy = 1'b0;", "busy = '0';"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("c_literal", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("c_literal", design)


def test_in_a_macro() -> None:
    code = "`define START 8'h1F\nmodule m (output wire [7:0] y);\n    assign y = `START;\nendmodule\n"
    assert_mends("c_literal", code, right="8'h1F", wrong="0x1F")


def test_bit_string() -> None:
    code = """module m (input wire [1:0] s, output reg [3:0] y);
    always @(*)
        case (s)
            2'b00: y = 4'b0101;
            2'b01: y = 4'b0110;
            default: y = 4'd0;
        endcase
endmodule
"""
    broken = code.replace("4'b0101", '"0101"').replace("4'b0110", '"0110"').replace("2'b01:", '"01":')
    assert code in [text for _, text in offers("c_literal", broken)]
