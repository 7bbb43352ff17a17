"""Constants without size."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "{a[6:0], 1'b0}", "{a[6:0], 0}"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("unsized_in_concatenation", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("unsized_in_concatenation", design)
