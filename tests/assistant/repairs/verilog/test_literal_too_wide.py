"""Literals too wide for their size."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

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
