"""Modules left open."""

from __future__ import annotations

import pytest

from tests.assistant.repairs.verilog.designs import ADDER, COUNTER, FSM, GOOD
from tests.assistant.repairs.verilog.offers import assert_mends, assert_silent, offers


@pytest.mark.parametrize(
    ("design", "right", "wrong"),
    [
        (ADDER, "(cin & (a ^ b));\nendmodule", "(cin & (a ^ b));"),
        (FSM, "endmodule\n", "\n"),
    ],
)
def test_mends(design: str, right: str, wrong: str) -> None:
    assert_mends("missing_endmodule", design, right, wrong)


@pytest.mark.parametrize("design", GOOD)
def test_leaves_correct_code_alone(design: str) -> None:
    assert_silent("missing_endmodule", design)


def test_text_that_stops_in_a_block() -> None:
    stopped = COUNTER[: COUNTER.index("        end else if")]
    assert all(p.ambiguous for p, _ in offers("missing_endmodule", stopped))
