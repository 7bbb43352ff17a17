"""Digits the base does not have."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "8'h00", "8'hoo"),
        (ALU, "default: y = 8'h1F", "default: y = 8'd1F"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("illegal_digit", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("illegal_digit", design)
