"""assign inside procedures."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "busy = 1'b1;", "assign busy = 1'b1;"),
    ],
)
def test_mends_what_no_tool_reports_by_itself(design: str, right: str, wrong: str) -> None:
    assert_mends("assign_in_procedure", design, right, wrong, beside_error=True)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("assign_in_procedure", design)
