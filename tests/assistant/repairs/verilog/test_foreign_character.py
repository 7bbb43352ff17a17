"""Typeset characters."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "count <= count + 1", "count \u2264 count + 1"),
        (COUNTER, "count <= count + 1", "count &lt;= count + 1"),
        (COUNTER, "1'b1", "1\u2019b1"),
        (COUNTER, "WIDTH-1:0", "WIDTH\u20131:0"),
        (FSM, "busy = 1'b1", "busy\u00a0= 1'b1"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("foreign_character", design, right, wrong)


def test_comments_and_strings_keep_theirs() -> None:
    code = "// caf\u00e9 \u2013 1\nmodule m (output wire y);\n    assign y = 1'b1; // \u2264\nendmodule\n"
    assert_mends("foreign_character", code, right="1'b1", wrong="1\u2019b1")


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("foreign_character", design)
