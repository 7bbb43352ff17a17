"""Directions of ports."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD, OLD_STYLE
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (OLD_STYLE, "(clk, load, d, q, last)", "(clk, load, d, q)"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("port_declaration", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("port_declaration", design)
