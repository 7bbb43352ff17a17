"""Logical negation of vectors."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_among_vectors() -> None:
    code = """module m (input wire [7:0] x, input wire [7:0] z, output wire [7:0] y);
    assign y = (x & z) ^ (~x & z);
endmodule
"""
    assert assert_mends("logical_not", code, right="(~x", wrong="(!x", tool="verilator").ambiguous


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("logical_not", design)
