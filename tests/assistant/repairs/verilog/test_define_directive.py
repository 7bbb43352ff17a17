"""Directives and macro texts."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, MACROS
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (MACROS, "`define LIMIT 4'd9", "#define LIMIT 4'd9"),
        (MACROS, "`define LIMIT 4'd9", "`define LIMIT 4'd9;"),
        (MACROS, "`define LIMIT 4'd9", "`define LIMIT = 4'd9"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("define_directive", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("define_directive", design)
