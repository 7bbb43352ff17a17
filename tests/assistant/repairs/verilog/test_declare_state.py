"""Undeclared states."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ENUMERATION, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "localparam DONE = 2'd2;\n", "\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("declare_state", design, right, wrong)


def test_mends_systemverilog() -> None:
    assert_mends("declare_state", ENUMERATION, "RED, GREEN, YELLOW}", "RED, GREEN}", "dut.sv")


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("declare_state", design)


def test_input_is_no_state() -> None:
    code = FSM.replace("    input  wire       go,\n", "").replace("if (go)", "if (go == 1'b1)")
    assert offers("declare_state", code) == []
