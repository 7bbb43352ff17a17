"""Part-selects with variable bounds."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, LANES
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (LANES, "packed_in[lane*8 +: 8]", "packed_in[lane*8+7:lane*8]"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("variable_part_select", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("variable_part_select", design)
