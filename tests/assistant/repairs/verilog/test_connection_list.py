"""Connections of an instance."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, ".a(x[i]), .b", ".a(x[i]) .b"),
        (ADDER, ".cout(carry[i+1]))", ".cout(carry[i+1]),)"),
        (ADDER, ".a(x[i])", ".a = x[i]"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("connection_list", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("connection_list", design)
