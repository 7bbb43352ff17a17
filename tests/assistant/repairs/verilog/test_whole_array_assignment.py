"""Memories assigned as a whole."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, MEMORY
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_in_reset() -> None:
    assert_mends(
        "whole_array_assignment",
        MEMORY,
        right="for (i = 0; i <= 7; i = i + 1)\n                words[i] <= 0;",
        wrong="words <= 0;",
    )


def test_pattern() -> None:
    assert_mends(
        "whole_array_assignment",
        MEMORY,
        right="for (i = 0; i <= 7; i = i + 1)\n                words[i] <= 0;",
        wrong="words <= '{default: 0};",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("whole_array_assignment", design)
