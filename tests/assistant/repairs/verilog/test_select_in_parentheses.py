"""Selects written as calls."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire [7:0] a, input wire [2:0] n, output wire y, output wire [3:0] z);
    assign y = a[n];
    assign z = a[7:4];
endmodule
"""


@pytest.mark.parametrize(("right", "wrong"), [("a[n]", "a(n)"), ("a[7:4]", "a(7:4)"), ("a[7:4]", "a(7 downto 4)")])
def test_mends(right: str, wrong: str) -> None:
    assert_mends("select_in_parentheses", DESIGN, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("select_in_parentheses", design)
