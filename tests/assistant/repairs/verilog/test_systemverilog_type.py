"""SystemVerilog's types."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "output reg        busy", "output bit        busy"),
        (MEMORY, "integer i;", "int i;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("systemverilog_type", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("systemverilog_type", design)
