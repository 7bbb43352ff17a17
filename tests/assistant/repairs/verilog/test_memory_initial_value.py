"""Memories given a value in their declaration."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

ROM = """module rom (input wire clk, input wire [1:0] a, output reg [7:0] q);
    reg [7:0] words [0:3];
    initial begin
        words[0] = 8'h10;
        words[1] = 8'h20;
        words[2] = 8'h30;
        words[3] = 8'h40;
    end
    always @(posedge clk) q <= words[a];
endmodule
"""
CLEARED = """module ram (input wire clk, input wire [1:0] a, output reg [7:0] q);
    reg [7:0] words [0:3];
    integer i;
    initial
        for (i = 0; i <= 3; i = i + 1) words[i] = 8'h00;
    always @(posedge clk) q <= words[a];
endmodule
"""


@pytest.mark.parametrize("contents", ["{8'h10, 8'h20, 8'h30, 8'h40}", "'{8'h10, 8'h20, 8'h30, 8'h40}"])
def test_list_of_words(contents: str) -> None:
    block = ROM[ROM.index("    initial") : ROM.index("    always")]
    assert_mends("memory_initial_value", ROM, right=f"[0:3];\n{block}", wrong=f"[0:3] = {contents};\n")


@pytest.mark.parametrize("value", ["8'h00", "'{default: 8'h00}"])
def test_one_value_for_all(value: str) -> None:
    block = CLEARED[CLEARED.index("    integer") : CLEARED.index("    always")]
    assert_mends("memory_initial_value", CLEARED, right=f"[0:3];\n{block}", wrong=f"[0:3] = {value};\n")


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("memory_initial_value", design)
