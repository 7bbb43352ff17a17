"""Undeclared driven names."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, FSM, GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "reg [1:0] next_state;\n", "\n"),
        (ADDER, "wire [4:0] carry;\n", "\n"),
        (MEMORY, "reg [7:0] words [0:7];\n", "\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("declare_signal", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("declare_signal", design)
