"""An else inside the branch before it."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "end else if (enable)", "else if (enable)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_end_before_else", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_end_before_else", design)
