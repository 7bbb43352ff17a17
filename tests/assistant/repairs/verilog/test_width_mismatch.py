"""Assignments of another width."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [7:0] a, output wire [3:0] y);
    assign y = a[3:0];
endmodule
"""


def test_select_written_out() -> None:
    assert_mends(
        "width_mismatch",
        DESIGN,
        right="y = a[3:0]",
        wrong="y = a",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("width_mismatch", design)
