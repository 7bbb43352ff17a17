"""Digits the base does not have."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ALU, "8'h00", "8'hoo"),
        (ALU, "default: y = 8'h1F", "default: y = 8'd1F"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("illegal_digit", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("illegal_digit", design)


def test_all_at_once() -> None:
    code = (
        "module m (output wire [1:0] a, output wire [1:0] b);\n    assign a = 2'd2;\n    assign b = 2'd3;\nendmodule\n"
    )
    broken = code.replace("2'd2", "2'b2").replace("2'd3", "2'b3")
    assert code in [text for _, text in offers("illegal_digit", broken)]


def test_letter_beyond_f() -> None:
    assert_mends(
        "illegal_digit", "module m (output wire [7:0] a);\n    assign a = 8'h00;\nendmodule\n", "8'h00", "8'h0G"
    )
