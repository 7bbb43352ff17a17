"""Misspelt system tasks."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m;
    initial begin
        $display("done");
        $finish;
    end
endmodule
"""


def test_misspelt() -> None:
    assert_mends(
        "misspelt_system_task",
        DESIGN,
        right="$display(",
        wrong="$dispaly(",
    )


def test_without_dollar() -> None:
    assert_mends(
        "misspelt_system_task",
        DESIGN,
        right="$finish;",
        wrong="finish;",
    )


def test_printf() -> None:
    assert_mends(
        "misspelt_system_task",
        DESIGN,
        right="$display(",
        wrong="printf(",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("misspelt_system_task", design)


@pytest.mark.parametrize("wrong", ["CLOG2(N)", "clog2(N)", "$clog(N)", "$log2(N)", "log2(N)"])
def test_logarithm(wrong: str) -> None:
    code = "module m #(parameter N = 8) (input wire [$clog2(N)-1:0] a, output wire y);\n    assign y = ^a;\nendmodule\n"
    assert_mends("misspelt_system_task", code, right="$clog2(N)", wrong=wrong)
