"""Modules left open."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, "(cin & (a ^ b));\nendmodule", "(cin & (a ^ b));"),
        (FSM, "endmodule\n", "\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_endmodule", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_endmodule", design)
