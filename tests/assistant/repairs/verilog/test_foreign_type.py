"""Types of other languages."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire clk, input wire a, input wire [7:0] d, output wire y, output wire [7:0] q);
    reg held;
    reg [7:0] wide;
    always @(posedge clk) begin
        held <= a;
        wide <= d;
    end
    assign y = held;
    assign q = wide;
endmodule
"""


def test_c() -> None:
    assert_mends(
        "foreign_type",
        DESIGN,
        right="reg held;",
        wrong="bool held;",
    )


def test_c_width() -> None:
    assert_mends(
        "foreign_type",
        DESIGN,
        right="reg [7:0] wide;",
        wrong="uint8_t wide;",
    )


def test_vhdl_signal() -> None:
    assert_mends(
        "foreign_type",
        DESIGN,
        right="reg [7:0] wide;",
        wrong="signal wide : std_logic_vector(7 downto 0);",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("foreign_type", design)


@pytest.mark.parametrize("wrong", ["signal [3:0] last;", "unsigned [3:0] last;", "uint4 last;", "var last;"])
def test_at_module_level(wrong: str) -> None:
    code = """module m (input wire clk, input wire [3:0] d, output reg [3:0] q);
    reg [3:0] last;
    always @(posedge clk) begin
        last <= d;
        q <= last;
    end
endmodule
"""
    assert_mends("foreign_type", code, right="reg [3:0] last;", wrong=wrong)


@pytest.mark.parametrize(
    ("right", "wrong"), [("input a", "a : in std_logic"), ("output [3:0] y", "y : out std_logic_vector(3 downto 0)")]
)
def test_vhdl_port(right: str, wrong: str) -> None:
    code = "module m (input a, output [3:0] y);\n    assign y = {4{a}};\nendmodule\n"
    assert_mends("foreign_type", code, right, wrong)
