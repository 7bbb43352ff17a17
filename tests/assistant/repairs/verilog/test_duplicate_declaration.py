"""Names declared twice."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ALU, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_again_in_the_body() -> None:
    assert_mends(
        "duplicate_declaration",
        FSM,
        right="reg [1:0] state;\n",
        wrong="reg [1:0] state;\n    reg busy;\n",
    )


def test_twice_in_the_body() -> None:
    assert_mends(
        "duplicate_declaration",
        ALU,
        right="wire [8:0] sum;\n",
        wrong="wire [8:0] sum;\n    wire [8:0] sum;\n",
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("duplicate_declaration", design)
