"""Steps written as in C."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "count <= count + 1;", "count++;"),
        (COUNTER, "count <= count + 1;", "++count;"),
        (MEMORY, "i = i + 1)", "i++)"),
    ],
)
def test_mends_what_no_tool_reports_by_itself(design: str, right: str, wrong: str) -> None:
    assert_mends("increment_operator", design, right, wrong, beside_error=True)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("increment_operator", design)


def test_step_of_a_register_in_systemverilog() -> None:
    assert_mends(
        "increment_operator", COUNTER, right="count <= count + 1;", wrong="count++;", path="dut.sv", tool="verilator"
    )
