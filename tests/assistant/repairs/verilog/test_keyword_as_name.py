"""Keywords as names."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire a, output wire y);
    wire event_sig;
    assign event_sig = a;
    assign y = event_sig;
endmodule
"""


def test_inner_signal() -> None:
    assert_mends(
        "keyword_as_name",
        DESIGN,
        right="wire event_sig;\n    assign event_sig = a;\n    assign y = event_sig;",
        wrong="wire event;\n    assign event = a;\n    assign y = event;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("keyword_as_name", design)


@pytest.mark.parametrize("word", ["input", "output", "repeat", "end"])
def test_port_named_as_the_commonest_keywords(word: str) -> None:
    code = f"module m (input wire [3:0] \\{word} , output wire [3:0] y);\n    assign y = \\{word} + 4'd1;\nendmodule\n"
    assert_mends("keyword_as_name", code, right=f"\\{word} ", wrong=word)


def test_variable_named_as_a_direction() -> None:
    code = """module m (input wire clk, input wire [3:0] d, output wire [3:0] q);
    reg [3:0] output_sig;
    always @(posedge clk) begin
        output_sig <= d;
        output_sig[0] <= d[1];
    end
    assign q = output_sig;
endmodule
"""
    assert_mends("keyword_as_name", code, right="output_sig", wrong="output")
