"""Ports connected twice."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, ".b(y[i])", ".a(y[i])"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("repeated_connection", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("repeated_connection", design)
