"""Statements at module level."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers

DESIGN = """module m (input wire a, input wire b, output reg y);
    always @(*) begin
    if (a) y = b; else y = ~b;
    end
endmodule
"""


def test_if_statement() -> None:
    assert_mends(
        "statement_outside_procedure",
        DESIGN,
        right="always @(*) begin\n    if (a) y = b; else y = ~b;\n    end",
        wrong="if (a) y = b; else y = ~b;",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("statement_outside_procedure", design)


def test_register_without_its_clocked_block_is_a_guess() -> None:
    code = """module m (input wire rst, input wire d, output reg q);
    if (rst) q <= 1'b0;
    else q <= d;
endmodule
"""
    found = [p for p, _ in offers("statement_outside_procedure", code)]
    assert found
    assert all(p.ambiguous for p in found)
