"""C's switch."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (
            FSM,
            "case (state)\n            IDLE: if (go) next_state = RUN;\n            RUN: begin",
            "switch (state)\n            case IDLE: if (go) next_state = RUN;\n            case RUN: begin",
        ),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("switch_statement", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("switch_statement", design)
