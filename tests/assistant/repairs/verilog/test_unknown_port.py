"""Misnamed ports."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, ".cin(carry[i])", ".ci(carry[i])"),
        (ADDER, ".a(x[i])", ".x(x[i])"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("unknown_port", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("unknown_port", design)


def test_nothing_left_to_connect() -> None:
    code = """module half (input wire a, output wire y);
    assign y = ~a;
endmodule
module top (input wire clk, input wire a, output reg y);
    wire n;
    half u (.a(a), .y(n));
    always @(posedge clk) y <= n;
endmodule
"""
    proposal = assert_mends("unknown_port", code, right="(.a(a)", wrong="(.clk(clk), .a(a)")
    assert proposal.ambiguous
