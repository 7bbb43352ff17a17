"""Words of declarations."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD, OLD_STYLE
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "reg [1:0] state;", "[1:0] reg state;"),
        (OLD_STYLE, "reg [7:0] q;", "wire reg [7:0] q;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("declaration_order", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("declaration_order", design)


def test_sign_of_a_parameter() -> None:
    code = (
        "module m (output wire signed [7:0] y);\n    parameter signed [7:0] C = -8'sd7;\n    assign y = C;\nendmodule\n"
    )
    assert_mends("declaration_order", code, right="parameter signed [7:0]", wrong="parameter [7:0] signed")
