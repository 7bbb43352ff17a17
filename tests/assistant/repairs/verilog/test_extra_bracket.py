"""Brackets too many."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "sum = a + b;", "sum = a + b);"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("extra_bracket", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("extra_bracket", design)
