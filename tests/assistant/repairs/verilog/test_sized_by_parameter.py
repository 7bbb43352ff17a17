"""Literals that take their size from a parameter."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize("wrong", ["WIDTH'b0", "(WIDTH)'d0", "WIDTH'h00"])
def test_zero(wrong: str) -> None:
    code = COUNTER.replace("count <= 0;", "count <= {WIDTH{1'b0}};")
    assert_mends("sized_by_parameter", code, right="{WIDTH{1'b0}}", wrong=wrong)


def test_other_value() -> None:
    assert_mends("sized_by_parameter", COUNTER, right="count + 1;", wrong="count + WIDTH'd1;")


def test_in_a_concatenation() -> None:
    code = "module m #(parameter N = 4) (input wire a, output wire [N:0] y);\n    assign y = {a, {{(N-1){1'b0}}, 1'd1}};\nendmodule\n"
    assert_mends("sized_by_parameter", code, right="{{(N-1){1'b0}}, 1'd1}", wrong="N'd1")


def test_cast() -> None:
    code = COUNTER.replace("count + 1;", "(count + 1);")
    assert_mends("sized_by_parameter", code, right="<= (count + 1);", wrong="<= WIDTH'(count + 1);")


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("sized_by_parameter", design)
