"""A signed shift of an unsigned vector."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [7:0] a, output wire [7:0] y);
    assign y = $signed(a) >>> 2;
endmodule
"""


def test_makes_the_operand_signed() -> None:
    assert_mends(
        "arithmetic_shift",
        DESIGN,
        right="$signed(a) >>> 2",
        wrong="a >>> 2",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("arithmetic_shift", design)
