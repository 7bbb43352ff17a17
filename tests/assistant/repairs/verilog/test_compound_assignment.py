"""Compound assignments."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FUNCTION, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "count <= count + 1;", "count += 1;"),
        (FUNCTION, "count_ones = count_ones + {3'd0, value[k]};", "count_ones += {3'd0, value[k]};"),
    ],
)
def test_mends_what_no_tool_reports_by_itself(design: str, right: str, wrong: str) -> None:
    assert_mends("compound_assignment", design, right, wrong, beside_error=True)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("compound_assignment", design)


def test_step_of_a_register_in_systemverilog() -> None:
    assert_mends(
        "compound_assignment",
        COUNTER,
        right="count <= count + 1;",
        wrong="count += 1;",
        path="dut.sv",
        tool="verilator",
    )
