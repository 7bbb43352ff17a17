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
