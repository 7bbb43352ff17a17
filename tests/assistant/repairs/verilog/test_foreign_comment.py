"""Comments of other languages."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent

DESIGN = """module m (input wire a, output wire y);
    // drives y
    assign y = a; // the input
endmodule
"""


def test_dashes() -> None:
    assert_mends(
        "foreign_comment",
        DESIGN,
        right="// drives y",
        wrong="-- drives y",
    )


def test_hash() -> None:
    assert_mends(
        "foreign_comment",
        DESIGN,
        right="// drives y",
        wrong="# drives y",
    )


def test_trailing() -> None:
    assert_mends(
        "foreign_comment",
        DESIGN,
        right="// the input",
        wrong="-- the input",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("foreign_comment", design)


def test_number_behind_a_declaration() -> None:
    code = "module m (output wire y);\n    localparam A = 1;  // 10\n    assign y = A;\nendmodule\n"
    assert_mends("foreign_comment", code, right="// 10", wrong="# 10")


def test_words_behind_the_last_port() -> None:
    code = "module m (\n    input wire a,\n    output wire y // follows the input\n);\n    assign y = a;\nendmodule\n"
    assert_mends("foreign_comment", code, right="// follows", wrong="-- follows")
