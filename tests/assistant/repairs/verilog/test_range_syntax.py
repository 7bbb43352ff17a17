"""Ranges of other languages."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "reg [1:0] state;", "reg [1 downto 0] state;"),
        (ALU, "wire [8:0] sum", "wire [8..0] sum"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("range_syntax", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("range_syntax", design)
