"""Concatenations."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD, OLD_STYLE
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "{a[6:0], 1'b0}", "(a[6:0], 1'b0)"),
        (ALU, "{a[6:0], 1'b0}", "{a[6:0] 1'b0}"),
        (OLD_STYLE, "{q[6:0], 1'b0}", "[q[6:0], 1'b0]"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("concatenation_form", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("concatenation_form", design)
