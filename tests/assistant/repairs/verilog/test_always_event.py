"""Events of always blocks."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "always @(posedge clk)", "always (posedge clk)"),
        (COUNTER, "always @(posedge clk)", "always @posedge clk"),
        (FSM, "posedge clk or posedge rst", "posedge clk and posedge rst"),
        (FSM, "always @(*) begin", "always begin"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("always_event", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("always_event", design)


@pytest.mark.parametrize("wrong", ["rising_edge(clk)", "rising clk", "pos_edge clk"])
def test_edge_in_other_words(wrong: str) -> None:
    assert_mends("always_event", COUNTER, right="posedge clk", wrong=wrong)
