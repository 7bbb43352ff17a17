"""Python's colons."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD, MACROS
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (MACROS, "else\n            digit", "else:\n            digit"),
        (MACROS, "if (rst)\n", "if (rst):\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("colon_block", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("colon_block", design)


def test_before_begin() -> None:
    assert_mends("colon_block", COUNTER, right="if (rst) begin", wrong="if (rst): begin")
