"""A file without a time unit beside one that has it."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, GOOD
from tests.assistant.repairs.verilog.offers import assert_silent, errors, offers

NEIGHBOUR = {
    "stage.v": "`timescale 1ns / 1ps\nmodule stage (input wire a, output wire y);\n    assign y = a;\nendmodule\n"
}
USER = "module top (input wire a, output wire y);\n    stage u_stage (.a(a), .y(y));\nendmodule\n"


def test_adds_the_time_unit() -> None:
    (offered,) = offers("missing_timescale", USER, tool="verilator", neighbours=NEIGHBOUR)
    assert offered[1] == "`timescale 1ns / 1ps\n" + USER
    assert errors(offered[1], neighbours=NEIGHBOUR) == []


def test_says_nothing_when_no_file_has_one() -> None:
    assert offers("missing_timescale", ADDER, tool="verilator") == []


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_timescale", design)
