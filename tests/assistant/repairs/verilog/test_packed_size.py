"""Vectors by size."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "wire [8:0] sum", "wire [9] sum"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("packed_size", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("packed_size", design)


def test_dash_for_the_colon() -> None:
    code = "module m #(parameter W = 8) (input wire [W-1:0] a, output wire [W-1:0] y);\n    assign y = a;\nendmodule\n"
    assert_mends("packed_size", code, right="output wire [W-1:0]", wrong="output wire [W-1-0]")
