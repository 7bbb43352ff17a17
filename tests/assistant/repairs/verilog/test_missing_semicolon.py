"""Missing semicolons."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "count <= count + 1;", "count <= count + 1"),
        (COUNTER, "1'b1}});", "1'b1}})"),
        (FSM, "reg [1:0] state;", "reg [1:0] state"),
        (FSM, "output wire [1:0] shown\n);", "output wire [1:0] shown\n)"),
        (FUNCTION, "count_ones = 4'd0;", "count_ones = 4'd0,"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_semicolon", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_semicolon", design)
