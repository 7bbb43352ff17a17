"""Labels and qualifiers."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "case (state)", "unique case (state)"),
        (ADDER, "end\n    endgenerate", "end : bits\n    endgenerate"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("systemverilog_label", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("systemverilog_label", design)
