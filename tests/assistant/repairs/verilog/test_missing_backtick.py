"""Macros without backtick."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD, MACROS
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (MACROS, "`LIMIT)", "LIMIT)"),
        (COUNTER, "[WIDTH-1:0] count", "[`WIDTH-1:0] count"),
        (MACROS, "`LIMIT)", "`LIMT)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_backtick", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_backtick", design)
