"""x as a wildcard."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [3:0] a, output reg y);
    always @(*) begin
        casez (a)
            4'b1???: y = 1'b1;
            default: y = 1'b0;
        endcase
    end
endmodule
"""


def test_in_casez() -> None:
    assert_mends(
        "casez_wildcard",
        DESIGN,
        right="4'b1???: y",
        wrong="4'b1xxx: y",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("casez_wildcard", design)
