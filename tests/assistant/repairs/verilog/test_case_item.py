"""Case items in other forms."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "IDLE: if (go)", "when IDLE => if (go)"),
        (ALU, "2'b00: y", "2'b00 y"),
        (FSM, "default: next", "others: next"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("case_item", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("case_item", design)


def test_begin_behind_the_selector() -> None:
    assert_mends("case_item", FSM, right="case (state)\n", wrong="case (state) begin\n")


@pytest.mark.parametrize("wrong", ["default => next", "default = next", "default -> next"])
def test_default_with_another_mark(wrong: str) -> None:
    assert_mends("case_item", FSM, right="default: next", wrong=wrong)
