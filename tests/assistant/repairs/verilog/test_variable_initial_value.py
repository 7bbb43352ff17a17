"""Variables whose initial value reads a signal."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire [3:0] a, input wire [3:0] b, output reg [4:0] y);
    wire [4:0] sum = a + b;
    reg [4:0] last;
    initial last = sum;
    always @(posedge clk) begin
        last <= sum;
        y <= last;
    end
endmodule
"""


def test_nothing_else_drives_it() -> None:
    proposal = assert_mends("variable_initial_value", DESIGN, right="wire [4:0] sum", wrong="reg [4:0] sum")
    assert not proposal.ambiguous


def test_a_procedure_drives_it() -> None:
    assert_mends("variable_initial_value", DESIGN, right="last;\n    initial last = sum;", wrong="last = sum;")


def test_only_one_of_a_list() -> None:
    code = DESIGN.replace("wire [4:0] sum = a + b;", "reg [4:0] other;\n    wire [4:0] sum = a + b;")
    assert_mends(
        "variable_initial_value",
        code,
        right="reg [4:0] other;\n    wire [4:0] sum = a + b;",
        wrong="reg [4:0] other, sum = a + b;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("variable_initial_value", design)
