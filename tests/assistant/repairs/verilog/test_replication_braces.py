"""Replications."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (COUNTER, "{WIDTH{1'b1}}", "WIDTH{1'b1}"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("replication_braces", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("replication_braces", design)
