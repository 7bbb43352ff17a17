"""Loop variables of the wrong kind."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, "genvar i;", "integer i;"),
        (MEMORY, "integer i;", "genvar i;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("genvar_or_integer", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("genvar_or_integer", design)
