"""Two defaults."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_removes_the_second() -> None:
    assert_mends(
        "default_case",
        FSM,
        right="default: next_state = IDLE;\n",
        wrong="default: next_state = IDLE;\n            default: busy = 1'b0;\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("default_case", design)
