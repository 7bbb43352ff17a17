"""Assignments at module level."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "assign full =", "full ="),
        (ALU, "assign z =", "z <="),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_assign", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_assign", design)
