"""Late declarations."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "wire [8:0] sum;\n    assign sum = a + b;\n", "assign sum = a + b;\n    wire [8:0] sum;\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("used_before_declared", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("used_before_declared", design)
