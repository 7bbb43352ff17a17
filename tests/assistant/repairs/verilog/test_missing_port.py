"""Ports that the header lacks."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


def test_clock_and_reset() -> None:
    proposal = assert_mends(
        "missing_port",
        COUNTER,
        right="    input  wire             clk,\n    input  wire             rst,\n",
        wrong="",
    )
    assert proposal.ambiguous


def test_other_input() -> None:
    ((proposal, text), *_) = offers("missing_port", FSM.replace("    input  wire       go,\n", ""))
    assert "module fsm (\n    input wire go,\n    input  wire       clk,\n" in text
    assert proposal.ambiguous
    assert proposal.confidence <= 0.5


def test_port_list_of_names() -> None:
    code = "module m (d, q);\n    input d;\n    output reg q;\n    always @(posedge clk) q <= d;\nendmodule\n"
    ((_, text), *_) = offers("missing_port", code)
    assert "module m (clk, d, q);" in text
    assert "    input clk;\n" in text


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_port", design)
