"""Several statements without begin."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "RUN: begin\n", "RUN:\n"),
        (COUNTER, "else if (enable) begin", "else if (enable)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_begin", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_begin", design)
