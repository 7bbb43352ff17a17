"""Variables that assignments drive."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "output wire             full", "output reg              full"),
        (ALU, "wire [8:0] sum;", "reg [8:0] sum;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("net_for_variable", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("net_for_variable", design)
