"""Loop headers of other languages."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, "for (i = 0; i < 4; i = i + 1)", "for (i = 0, i < 4, i = i + 1)"),
        (FUNCTION, "for (k = 0; k < 8; k = k + 1)", "for k in range(8):"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("loop_header", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("loop_header", design)
