"""Macros without backtick."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD, MACROS
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (MACROS, "`LIMIT)", "LIMIT)"),
        (COUNTER, "[WIDTH-1:0] count", "[`WIDTH-1:0] count"),
        (MACROS, "`LIMIT)", "`LIMT)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_backtick", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_backtick", design)


def test_text_of_several_terms() -> None:
    code = """`define DEPTH (1 << 3)
module m (input wire clk, input wire [2:0] a, output reg [7:0] q);
    reg [7:0] words [0:`DEPTH-1];
    always @(posedge clk) q <= words[a];
endmodule
"""
    broken = code.replace("`DEPTH", "DEPTH").replace("(1 << 3)", "1 << 3")
    assert code in [text for _, text in offers("missing_backtick", broken)]
