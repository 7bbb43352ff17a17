"""Misspelt names."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "next_state = state;", "next_state = stat;"),
        (FUNCTION, "ones = count_ones(data)", "ones = countones(data)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("nearest_name", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("nearest_name", design)


def test_doubled_letter_in_a_short_name() -> None:
    code = "module m (input wire clk, output reg [3:0] q);\n    always @(posedge clk) q <= q + 4'd1;\nendmodule\n"
    assert_mends("nearest_name", code, right="<= q + 4'd1", wrong="<= qq + 4'd1")


def test_reset_of_the_other_polarity() -> None:
    code = """module m (input wire clk, input wire rst_n, input wire d, output reg q);
    always @(posedge clk or negedge rst_n)
        if (!rst_n) q <= 1'b0;
        else q <= d;
endmodule
"""
    broken = code.replace("or negedge rst_n", "or posedge reset").replace("!rst_n", "reset")
    offered = {text: proposal for proposal, text in offers("nearest_name", broken)}
    assert offered[code].ambiguous


def test_declared_and_never_used() -> None:
    code = """module m (input wire clk, input wire [3:0] d, output wire [3:0] q);
    reg [3:0] acc;
    always @(posedge clk) acc <= acc + d;
    assign q = acc;
endmodule
"""
    broken = code.replace("reg [3:0] acc;", "reg [3:0] accumulator;")
    proposal = next(
        p
        for p, text in offers("nearest_name", broken)
        if text == code.replace("acc", "accumulator").replace("accumulatorumulator", "accumulator")
    )
    assert proposal.confidence >= 0.9


def test_the_one_signal_left_over() -> None:
    code = """module m (input wire [3:0] d, output wire y);
    wire p1, p4;
    assign p1 = d[0] ^ d[1];
    assign p4 = d[2] ^ d[3];
    assign y = p1 & p4;
endmodule
"""
    broken = code.replace("p1, p4", "p1, p3").replace("assign p4", "assign p3")
    offered = {text: proposal for proposal, text in offers("nearest_name", broken)}
    assert offered[code.replace("p4", "p3")].ambiguous


def test_opposites_are_not_alike() -> None:
    code = """module m (input wire clk, input wire [3:0] rd_ptr, output reg [3:0] q);
    always @(posedge clk) q <= rd_ptr;
endmodule
"""
    assert offers("nearest_name", code.replace("q <= rd_ptr", "q <= wr_ptr")) == []


def test_the_one_constant_left_over() -> None:
    code = """module m (input wire [3:0] v, output wire y);
    localparam V_TOT = 4'd9;
    assign y = v == V_TOT - 4'd1;
endmodule
"""
    broken = code.replace("== V_TOT", "== V_MAX")
    assert code in [text for _, text in offers("nearest_name", broken)]
