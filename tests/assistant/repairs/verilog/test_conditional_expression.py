"""Choices in words."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire sel, input wire [7:0] a, input wire [7:0] b, output wire [7:0] y);
    assign y = (sel) ? a : b;
endmodule
"""


def test_python() -> None:
    assert_mends(
        "conditional_expression",
        DESIGN,
        right="(sel) ? a : b",
        wrong="a if sel else b",
    )


def test_vhdl() -> None:
    assert_mends(
        "conditional_expression",
        DESIGN,
        right="(sel) ? a : b",
        wrong="a when sel else b",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("conditional_expression", design)
