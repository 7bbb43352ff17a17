"""Loop variables in the header."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (
            MEMORY,
            "integer i;\n\n    always @(posedge clk) begin\n        if (rst) begin\n            for (i = 0",
            "\n    always @(posedge clk) begin\n        if (rst) begin\n            for (int i = 0",
        ),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("systemverilog_loop", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("systemverilog_loop", design)
