"""Modules that do not exist."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, "full_adder u_full_adder", "fulladder u_full_adder"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("unknown_module", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("unknown_module", design)
