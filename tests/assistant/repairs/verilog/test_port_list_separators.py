"""Commas and semicolons in headers."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (FSM, "input  wire       go,", "input  wire       go"),
        (FSM, "output wire [1:0] shown\n", "output wire [1:0] shown,\n"),
        (FSM, "input  wire       go,", "input  wire       go;"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("port_list_separators", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("port_list_separators", design)
