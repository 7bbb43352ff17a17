"""Conditions with then."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD, MACROS
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (MACROS, "if (rst)\n            digit <= 4'd0;", "if (rst) then\n            digit <= 4'd0;"),
        (FSM, "if (stop) next_state = DONE;", "if stop then next_state = DONE;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("then_blocks", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("then_blocks", design)
