"""Form of instances."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, "full_adder u_full_adder (", "full_adder ("),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("instance_form", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("instance_form", design)


TOP = """module inverter #(parameter W = 1) (input wire [W-1:0] a, output wire [W-1:0] y);
    assign y = ~a;
endmodule
module top (input wire [7:0] a, output wire [7:0] y);
    inverter #(.W(8)) u (.a(a), .y(y));
endmodule
"""


@pytest.mark.parametrize(
    ("right", "wrong"), [(".a(a), .y(y)", "a(a), y(y)"), (".a(a), .y(y)", ".a(a), y(y)"), ("#(.W(8))", "#(W = 8)")]
)
def test_connections_without_dot(right: str, wrong: str) -> None:
    assert_mends("instance_form", TOP, right, wrong)
