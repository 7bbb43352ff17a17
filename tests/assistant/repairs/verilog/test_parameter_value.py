"""Parameters."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "localparam RUN = 2'd1;", "localparam RUN 2'd1;"),
        (FSM, "localparam RUN = 2'd1;", "localparam RUN := 2'd1;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("parameter_value", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("parameter_value", design)
