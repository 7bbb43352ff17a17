"""VHDL's :=."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "count <= 0;", "count := 0;"),
        (FSM, "busy = 1'b1;", "busy := 1'b1;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("vhdl_assignment", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("vhdl_assignment", design)
