"""Port lists without parenthesis."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "module fsm (", "module fsm "),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("header_parenthesis", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("header_parenthesis", design)
