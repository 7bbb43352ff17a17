"""Statements at module level."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

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
