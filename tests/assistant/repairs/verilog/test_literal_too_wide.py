"""Literals too wide for their size."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers

DESIGN = """module m (input wire [4:0] a, output wire y);
    assign y = (a == 5'd16);
endmodule
"""


def test_compared() -> None:
    assert_mends(
        "literal_too_wide",
        DESIGN,
        right="5'd16",
        wrong="4'd16",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("literal_too_wide", design)


def test_all_at_once() -> None:
    code = "module m (output wire [2:0] a, output wire [3:0] b);\n    assign a = 3'b101;\n    assign b = 4'b1001;\nendmodule\n"
    broken = code.replace("3'b101", "2'b101").replace("4'b1001", "2'b1001")
    assert code in [text for _, text in offers("literal_too_wide", broken, tool="verilator")]
