"""Blocking and nonblocking assignments in the wrong block."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import COUNTER, GOOD, LANES
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent


def test_clocked() -> None:
    assert_mends(
        "assignment_kind",
        COUNTER,
        right="count <= 0;\n        end else if (enable) begin\n            count <= count + 1;",
        wrong="count = 0;\n        end else if (enable) begin\n            count = count + 1;",
        tool="verilator",
        beside_error=True,
    )


def test_combinational() -> None:
    assert_mends(
        "assignment_kind",
        LANES,
        right="byte_out = packed_in",
        wrong="byte_out <= packed_in",
        beside_error=True,
    )


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("assignment_kind", design)
