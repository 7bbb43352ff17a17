"""Names of functions."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FUNCTION, "function [3:0] count_ones;", "function [3:0] count_one;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("function_name", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("function_name", design)
