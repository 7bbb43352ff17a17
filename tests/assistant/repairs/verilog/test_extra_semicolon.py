"""Semicolons too many."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "end else if (enable)", "end; else if (enable)"),
        (ADDER, "for (i = 0; i < 4", "for (i = 0;; i < 4"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("extra_semicolon", design, right, wrong)


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "endcase", "endcase;"),
    ],
)
def test_mends_what_no_tool_reports_by_itself(design: str, right: str, wrong: str) -> None:
    assert_mends("extra_semicolon", design, right, wrong, beside_error=True)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("extra_semicolon", design)


def test_between_case_items() -> None:
    assert_mends("extra_semicolon", FSM, right="end\n            DONE:", wrong="end;\n            DONE:")
