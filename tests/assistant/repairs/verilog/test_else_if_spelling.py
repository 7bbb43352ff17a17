"""else if in other languages."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD, MACROS
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "end else if (enable)", "end elsif (enable)"),
        (MACROS, "else if (digit", "elif (digit"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("else_if_spelling", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("else_if_spelling", design)


@pytest.mark.parametrize("wrong", ["else (enable)", "else-if (enable)"])
def test_condition_behind_else(wrong: str) -> None:
    assert_mends("else_if_spelling", COUNTER, right="else if (enable)", wrong=wrong)
